using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.ML;

namespace VaeTransforms.Benchmarks;

/// <summary>
/// Fits in child processes that are killed at random moments and started again: <c>checkpoints [COUNT [streamed]]</c> prints
/// how many gave the bytes of the fit that was not killed.
/// </summary>
internal static class KilledFits
{
    /// <summary>The command of a child process, which fits and saves the model.</summary>
    public const string Child = "checkpoints-fit";

    private const int Rows = 20_000;
    private const string Model = "model.onnx";
    private const string Streamed = "streamed";

    // The rows take 2.4 MB.
    private const long SmallBudget = 1_000_000;

    public static void Print(IReadOnlyList<string> arguments)
    {
        int count = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20;
        string[] options = arguments.Count > 1 ? [arguments[1]] : [];
        string root = Directory.CreateTempSubdirectory("VaeTransforms-checkpoints-").FullName;
        try
        {
            long start = Stopwatch.GetTimestamp();
            byte[] expected = Run(Path.Combine(root, "whole"), options, kill: null)!;
            TimeSpan whole = Stopwatch.GetElapsedTime(start);
            var random = new Random(1);
            int same = 0;
            for (int i = 0; i < count; i++)
            {
                string folder = Path.Combine(root, $"{i}");
                TimeSpan moment = random.NextDouble() * whole;
                byte[] model = Run(folder, options, moment) ?? Run(folder, options, kill: null)!;
                bool isSame = model.AsSpan().SequenceEqual(expected);
                same += isSame ? 1 : 0;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"killed after {moment.TotalSeconds:F2} of {whole.TotalSeconds:F2} s: "
                    + $"{(isSame ? "the same bytes" : "other bytes")}"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {count} gave the same bytes."));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Fits with checkpoints as often as possible.</summary>
    /// <param name="arguments">The folder, and whether rows are streamed.</param>
    public static void Fit(IReadOnlyList<string> arguments)
    {
        string folder = arguments[0];
        var mlContext = new MLContext(1);
        using VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", "Features", Sensors.Network with
        {
            Epochs = 30,
            MemoryBudget = arguments.Contains(Streamed) ? SmallBudget : new VaeOptions().MemoryBudget,
            Checkpoint = new VaeCheckpoint(Path.Combine(folder, "course")) { Every = TimeSpan.Zero },
        }).Fit(mlContext.Data.LoadFromEnumerable(Sensors.Rows(Rows)));
        fitted.Model.Save(Path.Combine(folder, Model));
    }

    /// <returns>The bytes of the model; null if the process was killed before it had saved it.</returns>
    private static byte[]? Run(string folder, string[] options, TimeSpan? kill)
    {
        Directory.CreateDirectory(folder);
        string[] arguments = [Assembly.GetExecutingAssembly().Location, Child, folder, .. options];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        if (kill is { } moment && !process.WaitForExit(moment))
        {
            process.Kill();
        }

        process.WaitForExit();
        string model = Path.Combine(folder, Model);
        return process.ExitCode == 0 ? File.ReadAllBytes(model) : null;
    }
}
