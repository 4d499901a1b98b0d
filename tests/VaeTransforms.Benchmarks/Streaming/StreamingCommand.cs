using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Speed;

namespace VaeTransforms.Benchmarks.Streaming;

/// <summary>
/// Fits on rows that do not fit into the memory budget, each in a process of its own: <c>streaming cost</c>,
/// <c>streaming epoch</c> and <c>streaming large [GB]</c>.
/// </summary>
internal static class StreamingCommand
{
    /// <summary>The command of a child process, which fits.</summary>
    public const string Child = "streaming-fit";

    private const long Megabyte = 1 << 20;
    private const int RowBytes = Sensors.Width * sizeof(float);

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        switch (arguments)
        {
            case ["cost"]:
                Cost(output);
                return 0;
            case ["epoch"]:
                Epoch(output);
                return 0;
            case ["large"]:
                Large(output, 20);
                return 0;
            case ["large", string size] when double.TryParse(size, CultureInfo.InvariantCulture, out double gigabytes):
                Large(output, gigabytes);
                return 0;
            default:
                errors.WriteLine("Use: streaming cost | epoch | large [GB]");
                return 2;
        }
    }

    /// <summary>Fits, and answers with seconds of training, seconds in all, the peak of resident bytes, and the ELBO.</summary>
    /// <param name="arguments">Rows, epochs and megabytes of the budget; 0 epochs only read.</param>
    public static void Fit(IReadOnlyList<string> arguments)
    {
        long rows = long.Parse(arguments[0], CultureInfo.InvariantCulture);
        int epochs = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        long budget = long.Parse(arguments[2], CultureInfo.InvariantCulture) * Megabyte;
        var mlContext = new MLContext(1);
        IDataView data = GeneratedRows.View(mlContext, rows);
        VaeOptions options = Sensors.Network with { BatchSize = 128, MemoryBudget = budget };

        // The first fit of a process also loads libraries and compiles code.
        mlContext.Transforms.VaeEncode("Latent", "Features", options with { Epochs = 1 })
            .Fit(GeneratedRows.View(mlContext, 10_000)).Dispose();
        long start = Stopwatch.GetTimestamp();
        if (epochs == 0)
        {
            Sensors.Sum(data, "Features");
            ChildProcess.Answer(0, Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 0);
            return;
        }

        using VaeTransformer fitted = mlContext.Transforms
            .VaeEncode("Latent", "Features", options with { Epochs = epochs, Patience = epochs })
            .Fit(data);
        double total = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        ChildProcess.Answer(
            fitted.Report.Elapsed.TotalSeconds, total, process.PeakWorkingSet64, fitted.Report.Summary.Elbo);
    }

    /// <summary>The same fit in memory and streamed, in turn.</summary>
    private static void Cost(TextWriter output)
    {
        const long Rows = 2_000_000;
        const int Epochs = 3;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Rows:N0} rows of {Sensors.Width}, {Epochs} epochs; seconds of training"));
        for (int turn = 0; turn < 3; turn++)
        {
            Figures inMemory = Measured(Rows, Epochs, 1024);
            Figures streamed = Measured(Rows, Epochs, 64);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"in memory {inMemory.Training:F1}, streamed {streamed.Training:F1}: {streamed.Training / inMemory.Training:P0}; "
                + $"held-out ELBO {inMemory.Elbo:F3} and {streamed.Elbo:F3}"));
        }
    }

    /// <summary>One epoch of ten million rows, beside reading them, and beside the steps alone.</summary>
    private static void Epoch(TextWriter output)
    {
        const long Rows = 10_000_000;
        double reading = Measured(Rows, 0, 1024).Total;
        double steps = Measured(Rows, 1, 4096).Training;
        Figures streamed = Measured(Rows, 1, 256);
        output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
            $"{Rows:N0} rows of {Sensors.Width}: reading {reading:F1} s, steps {steps:F1} s, a streamed epoch "
            + $"{streamed.Training:F1} s, {streamed.Training / (reading + steps):F2} of both; with the first pass "
            + $"{streamed.Total:F1} s; peak memory {streamed.Memory / (double)Megabyte:F0} MiB"));
    }

    /// <summary>A view that never is on a disk, under a budget of 1 GiB.</summary>
    private static void Large(TextWriter output, double gigabytes)
    {
        var rows = (long)(gigabytes * 1e9 / RowBytes);
        const long FewRows = 2_000_000;
        double inMemory = FewRows / Measured(FewRows, 1, 1024).Training;
        Figures streamed = Measured(rows, 1, 1024);
        double rate = rows / streamed.Training;
        output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
            $"{rows:N0} rows, {gigabytes} GB: {rate:N0} rows/s, {rate / inMemory:F2} of {inMemory:N0} in memory; peak memory "
            + $"{streamed.Memory / (double)Megabyte:F0} MiB; {streamed.Total:F0} s in all"));
    }

    private static Figures Measured(long rows, int epochs, int budget)
    {
        (double[] numbers, _) = ChildProcess.Run(
            Child,
            rows.ToString(CultureInfo.InvariantCulture),
            epochs.ToString(CultureInfo.InvariantCulture),
            budget.ToString(CultureInfo.InvariantCulture));
        return new Figures(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <param name="Training">Seconds of training.</param>
    /// <param name="Total">Seconds from the call of Fit to its return.</param>
    /// <param name="Memory">The peak of resident bytes.</param>
    /// <param name="Elbo">On held-out rows.</param>
    private sealed record Figures(double Training, double Total, double Memory, double Elbo);
}
