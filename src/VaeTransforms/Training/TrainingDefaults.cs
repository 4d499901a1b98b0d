using System.Numerics;

namespace VaeTransforms.Training;

/// <summary>Defaults of options that are not set. They follow from the shape of the data, never from its values.</summary>
internal static class TrainingDefaults
{
    // Small data need this many steps to converge, however few steps make an epoch; large data converge within a few epochs.
    private const int TargetSteps = 4000;
    private const int MinEpochs = 5;

    // On six tables with hidden cells the error of filling them was least or within 2 % of the least.
    private const int ColumnSteps = 8000;
    private const int MaxColumnEpochs = 100;

    // From more rows on, so many steps of 128 rows are fewer than so many epochs.
    private const int RowsForLargeBatch = ColumnSteps * 128 / MaxColumnEpochs;

    /// <summary>Half the input's width, from 2 to 16; never wider than the input.</summary>
    public static int LatentDimension(int width) => Math.Min(width, Math.Clamp(width / 2, 2, 16));

    /// <summary>
    /// Two layers: about twice the input's width, from 64 to 512 units, then half of that, at least 64. Where columns have
    /// likelihoods of their own at least 128, since a number is described by up to 32 outputs.
    /// </summary>
    public static IReadOnlyList<int> HiddenLayers(int width, bool ofColumns = false)
    {
        int min = ofColumns ? 128 : 64;
        int first = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)width) * 2L, min, 512);
        return [first, Math.Max(min, first / 2)];
    }

    /// <summary>The maximum step size of Adam: higher for columns, since their number of steps is limited.</summary>
    public static double LearningRate(bool ofColumns) => ofColumns ? 4e-3 : 2e-3;

    /// <summary>From 32 rows a step for small data to 512 for large.</summary>
    public static int BatchSize(long rows, bool ofColumns = false) => rows switch
    {
        > RowsForLargeBatch and <= 20_000 when ofColumns => 256,
        <= 500 => 32,
        <= 2_000 => 64,
        <= 20_000 => 128,
        <= 200_000 => 256,
        _ => 512,
    };

    /// <summary>
    /// As many epochs as make 4,000 steps, at least 5. Where columns have likelihoods of their own, 8,000 steps and at most 100
    /// epochs: densities in bins take longer to learn, and a small table is learned by heart.
    /// </summary>
    public static int Epochs(long rows, int batchSize, bool ofColumns = false)
    {
        long stepsPerEpoch = (rows + batchSize - 1) / batchSize;
        long epochs = ((ofColumns ? ColumnSteps : TargetSteps) + stepsPerEpoch - 1) / stepsPerEpoch;
        return (int)Math.Clamp(epochs, MinEpochs, ofColumns ? MaxColumnEpochs : int.MaxValue);
    }
}
