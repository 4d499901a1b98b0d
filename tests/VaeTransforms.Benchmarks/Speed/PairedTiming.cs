using System.Diagnostics;
using System.Globalization;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>Two ways to do one piece of work, timed in turn, so that a machine that slows down slows both.</summary>
/// <param name="Ours">Seconds of each run.</param>
/// <param name="Theirs">Seconds of each run, in pairs with ours.</param>
internal sealed record PairedTiming(double[] Ours, double[] Theirs)
{
    /// <summary>How much longer theirs takes: the median over pairs.</summary>
    public double Ratio => Median(Ratios);

    private double[] Ratios => [.. Ours.Zip(Theirs, (ours, theirs) => theirs / ours)];

    /// <summary>Runs each once to warm up, and then pairs of both.</summary>
    /// <param name="ours">One run of ours.</param>
    /// <param name="theirs">One of theirs.</param>
    /// <param name="pairs">From 1.</param>
    public static PairedTiming Measure(Action ours, Action theirs, int pairs)
    {
        var ourSeconds = new double[pairs];
        var theirSeconds = new double[pairs];
        ours();
        theirs();
        for (int i = 0; i < pairs; i++)
        {
            ourSeconds[i] = Seconds(ours);
            theirSeconds[i] = Seconds(theirs);
        }

        return new PairedTiming(ourSeconds, theirSeconds);
    }

    public static double Seconds(Action run)
    {
        // What one run leaves behind is not the next one's to clean up.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The ratio, and the lowest and highest of any pair.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Ratio:F2} ({Ratios.Min():F2} to {Ratios.Max():F2})");
}
