using System.Diagnostics;
using System.Globalization;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The times of the library and a peer for the same work, measured in turn, so that other load affects both.</summary>
/// <param name="Ours">Seconds per run of the library.</param>
/// <param name="Theirs">Seconds per run of the peer, in pairs with the library's.</param>
internal sealed record PairedTiming(double[] Ours, double[] Theirs)
{
    /// <summary>The median over pairs of the peer's time divided by the library's.</summary>
    public double Ratio => Median(Ratios);

    private double[] Ratios => [.. Ours.Zip(Theirs, (ours, theirs) => theirs / ours)];

    /// <summary>Runs both sides once to warm up, and then in pairs.</summary>
    /// <param name="ours">One run of the library.</param>
    /// <param name="theirs">One run of the peer.</param>
    /// <param name="pairs">The number of pairs, from 1.</param>
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
        // Garbage of the previous run must not be collected during this one.
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

    /// <summary>The median ratio, and the lowest and highest ratio of any pair.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Ratio:F2} ({Ratios.Min():F2} to {Ratios.Max():F2})");
}
