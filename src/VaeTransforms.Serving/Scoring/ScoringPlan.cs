using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>How many rows and how many threads score a network fastest.</summary>
internal static class ScoringPlan
{
    private const int MaxRows = 1024;

    // 4 MB of floats in the widest layer, so that a batch's values stay near the caches even if rows are wide.
    private const int MaxValuesPerLayer = 1 << 20;

    // Waking a thread costs some tens of microseconds; this many multiply-adds take about 0.15 ms on one.
    private const long MinWorkPerThread = 10_000_000;

    // A product with fewer rows spends its time on reading the weights, and several at once read them several times.
    private const int MinRowsOfAPart = 16;

    // With so many multiply-adds a program was still up to twice as fast as a session; wider networks were not measured.
    private const long MaxWorkOfRowProgram = 1_500_000;

    // Of several draws: a session reads the weights once for all of them, and a program once for each.
    private const long MaxWorkOfDraws = 500_000;

    /// <summary>Rows per batch: a power of two.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="copies">How many times the graph computes each row.</param>
    /// <param name="maxScoreWidth">The largest number of values that a row becomes within its score.</param>
    public static int BatchSize(VaeArchitecture architecture, int copies = 1, int maxScoreWidth = 0)
    {
        int maxWidth = Math.Max(architecture.MaxWidth, maxScoreWidth);
        int rows = MaxRows;
        while (rows > 1 && (long)rows * copies * maxWidth > MaxValuesPerLayer)
        {
            rows /= 2;
        }

        return rows;
    }

    /// <summary>How a batch uses the processors.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="capacity">Rows in a full batch.</param>
    /// <param name="copies">How many times the graph computes each row.</param>
    /// <param name="multiplyAddsOfScore">Per computed row, in addition to those of the network.</param>
    /// <returns>
    /// Parts of the batch, one more than are computed at the same time, because the rows of one are written or read meanwhile;
    /// and threads within one call. One of the two is 1.
    /// </returns>
    /// <remarks>
    /// ONNX Runtime's own choice of threads is never used: it pins them to cores and ignores a container's limits.
    /// </remarks>
    public static (int Parts, int Threads) Sharing(
        VaeArchitecture architecture, int capacity, int copies = 1, long multiplyAddsOfScore = 0)
    {
        long rows = (long)capacity * copies;
        long work = rows * (MultiplyAddsPerRow(architecture) + multiplyAddsOfScore);
        int workers = (int)Math.Clamp(work / MinWorkPerThread, 1, Environment.ProcessorCount);
        int parts = workers + 1;
        return workers > 1 && parts <= capacity && rows >= (long)parts * MinRowsOfAPart ? (parts, 1) : (1, workers);
    }

    /// <summary>Whether one row is computed faster by a program than by a session.</summary>
    /// <param name="model">The model, with what it scores by.</param>
    /// <param name="outputs">What is computed.</param>
    public static bool MayHaveRowProgram(TrainedVae model, VaeOutputs outputs)
    {
        long score = VaeScorer.HasScore(outputs) ? model.Scoring.Arrays.Count : 0;
        int copies = VaeScorer.Copies(model, outputs);
        return copies * (MultiplyAddsPerRow(model.Architecture) + score) <= (copies == 1 ? MaxWorkOfRowProgram : MaxWorkOfDraws);
    }

    /// <summary>Of encoder and decoder together.</summary>
    private static long MultiplyAddsPerRow(VaeArchitecture architecture) =>
        architecture.Weights.Where(shape => shape.Shape.Length > 1).Sum(shape => shape.Count);
}
