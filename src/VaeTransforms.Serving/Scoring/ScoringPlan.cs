namespace VaeTransforms.Scoring;

/// <summary>How many rows and how many threads a network is best scored with.</summary>
internal static class ScoringPlan
{
    private const int MostRows = 1024;

    // 4 MB of floats in the widest layer: a batch's values then stay near the caches however wide the rows are.
    private const int MostValuesPerLayer = 1 << 20;

    // Waking a thread costs some tens of microseconds; this many multiply-adds take about 0.15 ms on one.
    private const long WorkWorthAThread = 10_000_000;

    // A product of fewer rows is spent on reading the weights, and several side by side read them several times.
    private const int FewestRowsOfAPart = 16;

    /// <summary>Rows per batch: a power of two.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="copies">How many times the graph computes each row.</param>
    /// <param name="widestScore">The most values that a row becomes on the way to its score.</param>
    public static int BatchSize(VaeArchitecture architecture, int copies = 1, int widestScore = 0)
    {
        int widest = Math.Max(architecture.MaxWidth, widestScore);
        int rows = MostRows;
        while (rows > 1 && (long)rows * copies * widest > MostValuesPerLayer)
        {
            rows /= 2;
        }

        return rows;
    }

    /// <summary>How a batch uses the processors.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="capacity">Rows in a full batch.</param>
    /// <param name="copies">How many times the graph computes each row.</param>
    /// <param name="multiplyAddsOfScore">Of a computed row, beside those of the network.</param>
    /// <returns>
    /// Parts of the batch, one more than can be computed side by side, for whose rows are written or read meanwhile; and threads within
    /// one call. One of the two is 1.
    /// </returns>
    /// <remarks>Never ONNX Runtime's own choice of threads, which pins them to cores and knows nothing of a container's limits.</remarks>
    public static (int Parts, int Threads) Sharing(VaeArchitecture architecture, int capacity, int copies = 1, long multiplyAddsOfScore = 0)
    {
        long rows = (long)capacity * copies;
        int workers = (int)Math.Clamp(rows * (MultiplyAddsPerRow(architecture) + multiplyAddsOfScore) / WorkWorthAThread, 1, Environment.ProcessorCount);
        int parts = workers + 1;
        return workers > 1 && parts <= capacity && rows >= (long)parts * FewestRowsOfAPart ? (parts, 1) : (1, workers);
    }

    /// <summary>Of encoder and decoder together.</summary>
    private static long MultiplyAddsPerRow(VaeArchitecture architecture) =>
        architecture.Weights.Where(shape => shape.Shape.Length > 1).Sum(shape => shape.Count);
}
