namespace VaeTransforms.Scoring;

/// <summary>How many rows and how many threads a network is best scored with.</summary>
internal static class ScoringPlan
{
    private const int MostRows = 512;

    // 4 MB of floats in the widest layer: a batch's values then stay near the caches however wide the rows are.
    private const int MostValuesPerLayer = 1 << 20;

    // Waking threads costs some tens of microseconds for each node; this many multiply-adds take about 0.3 ms on one thread.
    private const long WorkWorthThreads = 20_000_000;

    /// <summary>Rows per batch: a power of two.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="copies">How many times the graph computes each row.</param>
    /// <param name="widestScore">The most values that a row becomes on the way to its score.</param>
    public static int BatchSize(VaeArchitecture architecture, int copies = 1, int widestScore = 0)
    {
        int widest = architecture.HiddenLayers.Append(architecture.InputSize).Append(architecture.LatentDimension).Append(widestScore).Max();
        int rows = MostRows;
        while (rows > 1 && (long)rows * copies * widest > MostValuesPerLayer)
        {
            rows /= 2;
        }

        return rows;
    }

    /// <summary>Threads within one call: one, or as many as the process may use.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="rows">In one call.</param>
    /// <param name="multiplyAddsOfScore">Of a row, beside those of the network.</param>
    /// <remarks>Never ONNX Runtime's own choice, which pins threads to cores and knows nothing of a container's limits.</remarks>
    public static int Threads(VaeArchitecture architecture, long rows, long multiplyAddsOfScore = 0) =>
        rows * (MultiplyAddsPerRow(architecture) + multiplyAddsOfScore) < WorkWorthThreads ? 1 : Environment.ProcessorCount;

    /// <summary>Of encoder and decoder together.</summary>
    private static long MultiplyAddsPerRow(VaeArchitecture architecture)
    {
        long sum = 0;
        long width = architecture.InputSize;
        foreach (int units in architecture.HiddenLayers)
        {
            sum += width * units;
            width = units;
        }

        return (2 * sum) + (3 * width * architecture.LatentDimension);
    }
}
