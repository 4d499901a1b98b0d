using Microsoft.ML;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Checkpoints that a fit cannot use.</summary>
internal static class CheckpointMistakes
{
    public static IReadOnlyList<Mistake> All { get; } =
    [
        new(
            "A checkpoint of other options",
            typeof(InvalidOperationException),
            subject => GoOn(subject, options => options with { Epochs = 7, LearningRate = 0.25 }),
            "LearningRate is 0.25 here",
            "Epochs is 7 here and 5 there",
            "delete the folder"),
        new(
            "A checkpoint of other rows",
            typeof(InvalidOperationException),
            subject => GoOn(subject, options => options, seed: 1),
            "the values of the rows differ"),
        new(
            "A checkpoint of fewer rows",
            typeof(InvalidOperationException),
            subject => GoOn(subject, options => options, count: 61),
            "the number of rows is 61 here and 60 there"),
        new(
            "A checkpoint of another version",
            typeof(InvalidOperationException),
            subject => InFolder(subject, (folder, fit) =>
            {
                Stop(folder, fit);
                string file = Path.Combine(folder, "vae-checkpoint");
                byte[] bytes = File.ReadAllBytes(file);
                bytes["VAE checkpoint\n".Length] = 9;
                byte[] digest = System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(..^32));
                digest.CopyTo(bytes, bytes.Length - 32);
                File.WriteAllBytes(file, bytes);
                fit(Options(folder), Rows(60));
            }),
            "version 9",
            "version 1"),
        new(
            "A folder for checkpoints that is a file",
            typeof(InvalidOperationException),
            subject => InFolder(subject, (folder, fit) =>
            {
                string file = Path.Combine(folder, "file");
                File.WriteAllText(file, "");
                fit(Options(file), Rows(60));
            }),
            "cannot be written",
            "VaeOptions.Checkpoint"),
        new(
            "A folder for checkpoints that another fit uses",
            typeof(InvalidOperationException),
            subject => InFolder(subject, (folder, fit) => fit(
                Options(folder) with { Progress = new EpochListener(_ => fit(Options(folder), Rows(60))) }, Rows(60))),
            "Another fit uses",
            "a folder of its own"),
        OptionMistakes.Set(
            "Every", "-00:00:01", () => new VaeCheckpoint("course") { Every = TimeSpan.FromSeconds(-1) }, "at least 0"),
    ];

    private static VaeOptions Options(string folder) => Quick with { Checkpoint = new VaeCheckpoint(folder), Seed = 3 };

    private static void GoOn(Subject subject, Func<VaeOptions, VaeOptions> change, int seed = 0, int count = 60) =>
        InFolder(subject, (folder, fit) =>
        {
            Stop(folder, fit);
            fit(change(Options(folder)), Rows(count, seed));
        });

    private static void Stop(string folder, Action<VaeOptions, Sheet[]> fit)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            var cancel = new EpochListener(_ => stop.Cancel());
            fit(Options(folder) with { Progress = cancel, CancellationToken = stop.Token }, Rows(60));
        }
        catch (OperationCanceledException)
        {
            // As it was meant.
        }
    }

    // Folders have names of their own, which messages on record must not have.
    private static void InFolder(Subject subject, Action<string, Action<VaeOptions, Sheet[]>> use)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        try
        {
            use(folder, (options, rows) => subject.Create(new MLContext(1), options).Fit(View(new MLContext(1), rows)));
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(e.Message.Replace(folder, "FOLDER", StringComparison.Ordinal), e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
