using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace VaeTransforms.Tests.Packages;

/// <summary>Projects made of the templates: one trains, the other serves what was trained.</summary>
[Collection(PackedPackages.Collection)]
public sealed class TemplateTests(TemplateProjects projects) : IClassFixture<TemplateProjects>
{
    private const string Normal = """{"temperature":50,"pressure":2.1,"vibration":1.2,"mode":"run"}""";
    private const string Odd = """{"temperature":50,"pressure":0.1,"vibration":1.2,"mode":"run"}""";

    [Fact]
    public async Task The_API_scores_rows_and_refuses_rows_without_a_column()
    {
        await using RunningApi api = await StartAsync(projects.Trained);

        JsonArray verdicts = (await (await Post(api, $"[{Normal},{Odd}]")).Content.ReadFromJsonAsync<JsonArray>())!;
        HttpResponseMessage refused = await Post(api, """[{"temperature":50}]""");

        Assert.Equal([false, true], verdicts.Select(verdict => (bool)verdict!["predictedLabel"]!));
        Assert.True((float)verdicts[1]!["score"]! > (float)verdicts[0]!["score"]!);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(2, (int)(await api.Client.GetFromJsonAsync<JsonObject>("/drift"))!["rows"]!);
    }

    [Fact]
    public async Task A_row_that_cannot_be_scored_has_null_and_leaves_the_others_their_scores()
    {
        await using RunningApi api = await StartAsync(projects.Trained);
        JsonObject before = (await api.Client.GetFromJsonAsync<JsonObject>("/drift"))!;
        string[] odd =
        [
            Normal.Replace("\"run\"", "\"\"", StringComparison.Ordinal),
            Normal.Replace("\"run\"", "null", StringComparison.Ordinal),
            Normal.Replace("2.1", "null", StringComparison.Ordinal),
            Normal.Replace("2.1", "1e39", StringComparison.Ordinal),
        ];

        JsonArray verdicts =
            (await (await Post(api, $"[{Normal},{string.Join(',', odd)}]")).Content.ReadFromJsonAsync<JsonArray>())!;
        HttpResponseMessage[] refused = await Task.WhenAll(
            Post(api, "[null]"), Post(api, $"[{Normal.Replace("2.1", "\"NaN\"", StringComparison.Ordinal)}]"));

        Assert.Null(before["meanScore"]);
        Assert.True((float)verdicts[0]!["score"]! > 0);
        Assert.All(verdicts.Skip(1), verdict => Assert.Null(verdict!["score"]));
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal(1, (int)(await api.Client.GetFromJsonAsync<JsonObject>("/drift"))!["rows"]!);
    }

    [Fact]
    public async Task A_new_model_replaces_the_served_one_without_a_failed_request_and_a_damaged_one_does_not()
    {
        string model = Path.Combine(projects.Root, "served.zip");
        File.Copy(projects.Trained, model);
        await using RunningApi api = await StartAsync(model);
        string first = await Loaded(api);
        using var stop = new CancellationTokenSource();
        Task<int> requests = Task.Run(async () =>
        {
            int count = 0;
            for (; !stop.IsCancellationRequested; count++)
            {
                (await Post(api, $"[{Normal}]")).EnsureSuccessStatusCode();
            }

            return count;
        });

        // A file that is half written is seen, refused, and does not count as loaded.
        File.WriteAllText(model, "not a model");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(first, await Loaded(api));

        // Replaced in one step, as a deployment does it.
        string fresh = model + ".new";
        File.Copy(projects.Trained, fresh);
        File.SetLastWriteTimeUtc(fresh, DateTime.UtcNow);
        File.Move(fresh, model, overwrite: true);
        for (int i = 0; i < 100 && await Loaded(api) == first; i++)
        {
            await Task.Delay(100);
        }

        string second = await Loaded(api);
        await stop.CancelAsync();
        Assert.NotEqual(first, second);
        Assert.True(await requests > 0);
    }

    [Fact]
    public async Task Requests_beyond_the_capacity_get_503_and_no_other_error()
    {
        await using RunningApi api = await StartAsync(projects.Trained, "--Detector:Parallel=1", "--Detector:Waiting=0");
        string rows = $"[{string.Join(',', Enumerable.Repeat(Normal, 2000))}]";

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Post(api, rows)));

        HttpStatusCode[] codes = [.. answers.Select(answer => answer.StatusCode).Distinct().Order()];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], codes);
    }

    [Fact]
    public async Task A_model_that_is_missing_stops_the_start()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(Path.Combine(projects.Root, "none.zip")));

        Assert.Contains("none.zip", error.Message, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Post(RunningApi api, string json) =>
        api.Client.PostAsync("/score", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    private static async Task<string> Loaded(RunningApi api) =>
        (string)(await api.Client.GetFromJsonAsync<JsonObject>("/health"))!["loaded"]!;

    private Task<RunningApi> StartAsync(string model, params string[] arguments) => RunningApi.StartAsync(
        Path.Combine(projects.Root, "api", "StationApi.dll"),
        [$"--Detector:Path={model}", "--Detector:LookEvery=00:00:00.2", .. arguments]);
}
