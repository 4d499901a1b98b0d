using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace VaeTransforms.Benchmarks.Serving;

/// <summary>Requests a second and their times, with clients that each wait for an answer before they ask again.</summary>
internal static class LoadFigures
{
    private const string Row = """{"temperature":50,"pressure":2.1,"vibration":1.2,"mode":"run"}""";

    /// <summary>Prints a line for requests of one row, and one for requests of a hundred.</summary>
    public static async Task Print(Uri address, int clients, TimeSpan time, TextWriter output)
    {
        output.WriteLine("| rows in a request | clients | answers of rows a second | p50 | p99 | 200 | 503 | others |");
        output.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int rows in new[] { 1, 100 })
        {
            await Measure(address, rows, clients, TimeSpan.FromSeconds(2));
            (double[] milliseconds, Dictionary<HttpStatusCode, int> answers, double seconds) =
                await Measure(address, rows, clients, time);
            Array.Sort(milliseconds);
            int ok = answers.GetValueOrDefault(HttpStatusCode.OK);
            int busy = answers.GetValueOrDefault(HttpStatusCode.ServiceUnavailable);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {rows} | {clients} | {ok * rows / seconds:N0} "
                + $"| {At(milliseconds, 0.5):F1} ms | {At(milliseconds, 0.99):F1} ms "
                + $"| {ok:N0} | {busy:N0} | {answers.Values.Sum() - ok - busy} |"));
        }
    }

    private static async Task<(double[] Milliseconds, Dictionary<HttpStatusCode, int> Answers, double Seconds)> Measure(
        Uri address, int rows, int clients, TimeSpan time)
    {
        string json = $"[{string.Join(',', Enumerable.Repeat(Row, rows))}]";
        using var http = new HttpClient();
        long start = Stopwatch.GetTimestamp();
        (double Milliseconds, HttpStatusCode Code)[][] results = await Task.WhenAll(
            Enumerable.Range(0, clients).Select(_ => Task.Run(Client)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (
            [.. results.SelectMany(client => client).Where(a => a.Code == HttpStatusCode.OK).Select(a => a.Milliseconds)],
            results.SelectMany(client => client).CountBy(a => a.Code).ToDictionary(),
            seconds);

        async Task<(double, HttpStatusCode)[]> Client()
        {
            var answers = new List<(double, HttpStatusCode)>();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                long asked = Stopwatch.GetTimestamp();
                using var body = new StringContent(json, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await http.PostAsync(address, body);
                _ = await answer.Content.ReadAsByteArrayAsync();
                answers.Add((Stopwatch.GetElapsedTime(asked).TotalMilliseconds, answer.StatusCode));
            }

            return [.. answers];
        }
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
