using System.Globalization;
using Xunit;

namespace VaeTransforms.Tests.Packages;

/// <summary>An application that only serves, made from the packages as a user makes it.</summary>
[Collection(PackedPackages.Collection)]
public sealed class ServingApplicationTests(PackedPackages packed)
{
    private const long MaxMegabytes = 45;

    [Fact]
    public void It_holds_nothing_that_only_training_needs()
    {
        string[] files = [.. Files().Select(file => file.Name)];

        Assert.Contains("VaeTransforms.Serving.dll", files);
        Assert.DoesNotContain("VaeTransforms.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files, file => file.Contains("FastTree", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files, file => file.Contains("MathNet", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void It_is_at_most_45_MB()
    {
        long bytes = Files().Sum(file => file.Length);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"));
        Assert.InRange(bytes, 1, MaxMegabytes * 1_000_000);
    }

    [Theory]
    [InlineData("pipeline")]
    [InlineData("detector")]
    [InlineData("own")]
    public void It_scores_rows_as_the_process_that_trained_did(string model)
    {
        float[] fitted = Scores($"{model}.fitted");
        float[] served = Scores($"{model}.served");

        Assert.Equal(25, fitted.Distinct().Count());
        AssertNear(fitted, served);
    }

    [Fact]
    public async Task Published_as_one_file_it_scores_rows_as_the_process_that_trained_did()
    {
        string folder = Path.Combine(packed.Root, "one file");
        string[] options = ["-r", "linux-x64", "--self-contained", "false", "-p:PublishSingleFile=true"];
        await DotnetCommand.RunAsync(Path.Combine(packed.Root, "Serve"), ["publish", .. options, "-o", folder]);
        string results = Directory.CreateDirectory(Path.Combine(folder, "results")).FullName;
        foreach (string model in new[] { "pipeline.zip", "detector.zip", "own.onnx" })
        {
            File.Copy(Path.Combine(packed.Results, model), Path.Combine(results, model));
        }

        await DotnetCommand.RunProgramAsync(Path.Combine(folder, "Serve"), results);

        Assert.Empty(Directory.EnumerateFiles(folder, "*.dll"));
        Assert.All(["pipeline", "detector", "own"], model => AssertNear(
            Scores($"{model}.fitted"), Scores(Path.Combine(results, $"{model}.served"))));
    }

    [Fact]
    public async Task An_FSharp_script_scores_rows_as_the_process_that_trained_did()
    {
        string script = Path.Combine(packed.Root, "Serve.fsx");
        string source = Path.Combine(Repository.Root.FullName, "tests/VaeTransforms.Tests/Packages/Programs/Serve.fsx");
        await File.WriteAllTextAsync(
            script, (await File.ReadAllTextAsync(source)).Replace("VERSION", PackedPackages.Version, StringComparison.Ordinal));

        // A script is restored in a folder of its own, where NuGet does not find the configuration.
        var variables = new Dictionary<string, string> { ["RestoreConfigFile"] = Path.Combine(packed.Root, "nuget.config") };
        await DotnetCommand.RunAsync(packed.Root, variables, "fsi", script, packed.Results);

        AssertNear(Scores("detector.fitted"), Scores("script.served"));
    }

    private FileInfo[] Files() => new DirectoryInfo(packed.Published).GetFiles("*", SearchOption.AllDirectories);

    private static void AssertNear(float[] fitted, float[] served)
    {
        Assert.Equal(fitted.Length, served.Length);
        Assert.All(fitted.Zip(served), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
    }

    private float[] Scores(string file) =>
        [.. File.ReadLines(Path.Combine(packed.Results, file)).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
}
