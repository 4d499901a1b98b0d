using System.Globalization;
using System.Text.Json;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Series;

/// <summary>A series of the Numenta Anomaly Benchmark.</summary>
/// <param name="Name">The name of its file, without folder and ending.</param>
/// <param name="Values">[n].</param>
/// <param name="IsAnomaly">[n]: whether a point lies in one of the labeled windows of time.</param>
internal sealed record LabeledSeries(string Name, double[] Values, bool[] IsAnomaly)
{
    private const string Labels = "labels/combined_windows.json";

    /// <summary>Reads all series of a folder, with <c>labels/combined_windows.json</c> as the benchmark has it.</summary>
    /// <exception cref="BenchmarkInputException">The folder has no labels, or a file cannot be read.</exception>
    public static LabeledSeries[] ReadAll(string folder)
    {
        string labels = Path.Combine(folder, Labels);
        if (!File.Exists(labels))
        {
            throw new BenchmarkInputException($"There is no file '{labels}'. Use a folder of the Numenta Anomaly Benchmark.");
        }

        using var windows = JsonDocument.Parse(File.ReadAllText(labels));
        return
        [
            .. windows.RootElement.EnumerateObject()
                .Select(series => (series, File: Path.Combine(folder, series.Name)))
                .Where(one => File.Exists(one.File))
                .Select(one => Read(one.File, one.series.Value))
                .OrderBy(series => series.Name, StringComparer.Ordinal),
        ];
    }

    private static LabeledSeries Read(string file, JsonElement windows)
    {
        try
        {
            string[][] rows = [.. File.ReadLines(file).Skip(1).Select(line => line.Split(','))];
            DateTime[] times = [.. rows.Select(row => Time(row[0]))];
            var isAnomaly = new bool[rows.Length];
            foreach (JsonElement window in windows.EnumerateArray())
            {
                DateTime first = Time(window[0].GetString()!);
                DateTime last = Time(window[1].GetString()!);
                for (int i = 0; i < times.Length; i++)
                {
                    isAnomaly[i] |= times[i] >= first && times[i] <= last;
                }
            }

            return new LabeledSeries(
                Path.GetFileNameWithoutExtension(file),
                [.. rows.Select(row => double.Parse(row[1], CultureInfo.InvariantCulture))],
                isAnomaly);
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            throw new BenchmarkInputException($"The file '{file}' does not consist of lines 'timestamp,value': {e.Message}");
        }
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
