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
    private const int MaxColumnEpochs = 150;

    /// <summary>Half the input's width, from 2 to 16; never wider than the input.</summary>
    public static int LatentDimension(int width) => Math.Min(width, Math.Clamp(width / 2, 2, 16));

    /// <summary>Two layers: about twice the input's width, from 64 to 512 units, then half of that, at least 64.</summary>
    public static IReadOnlyList<int> HiddenLayers(int width)
    {
        int first = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)width) * 2L, 64, 512);
        return [first, Math.Max(64, first / 2)];
    }

    /// <summary>From 32 rows a step for small data to 512 for large.</summary>
    public static int BatchSize(long rows) => rows switch
    {
        <= 500 => 32,
        <= 2_000 => 64,
        <= 20_000 => 128,
        <= 200_000 => 256,
        _ => 512,
    };

    /// <summary>
    /// As many epochs as make 4,000 steps, at least 5. Where columns have likelihoods of their own, 8,000 steps and at most 150
    /// epochs: densities in bins take longer to learn, and a small table is learned by heart.
    /// </summary>
    public static int Epochs(long rows, int batchSize, bool ofColumns = false)
    {
        long stepsPerEpoch = (rows + batchSize - 1) / batchSize;
        long epochs = ((ofColumns ? ColumnSteps : TargetSteps) + stepsPerEpoch - 1) / stepsPerEpoch;
        return (int)Math.Clamp(epochs, MinEpochs, ofColumns ? MaxColumnEpochs : int.MaxValue);
    }
}
