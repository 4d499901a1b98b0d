namespace VaeTransforms.Training;

/// <summary>Which rows to train on and which to hold out.</summary>
/// <param name="Training">Indices of the rows to train on, upwards.</param>
/// <param name="Validation">Indices of the held-out rows, upwards.</param>
internal sealed record RowSplit(long[] Training, long[] Validation)
{
    /// <summary>Rows that are used for nothing, because they are too like held-out ones.</summary>
    public long[] Dropped { get; init; } = [];

    /// <summary>
    /// Whether held-out rows were chosen so that no training row is too like them. Then a detector compares them with training
    /// rows only, and its threshold rests on them alone.
    /// </summary>
    public bool IsApart { get; init; }

    /// <summary>
    /// Whether held-out rows are blocks of consecutive rows in time order, so that their neighbors may be alike.
    /// </summary>
    public bool IsInBlocks { get; init; }

    /// <summary>How many rows a split holds out.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="validationFraction">In [0, 1). The number is rounded down, and at least 2 rows remain to train on.</param>
    public static int HeldOutCount(long rows, double validationFraction) =>
        (int)Math.Max(0, Math.Min((long)(rows * validationFraction), rows - 2));

    /// <summary>The same split without some of the training rows.</summary>
    public RowSplit Without(IReadOnlyList<long> trimmed) =>
        trimmed.Count == 0 ? this : this with { Training = [.. Training.Except(trimmed)] };

    /// <summary>A random split, the same for the same seed.</summary>
    /// <param name="rows">Rows there are; at least 2.</param>
    /// <param name="validationFraction">As <see cref="HeldOutCount"/> takes it.</param>
    /// <param name="seed">Any.</param>
    public static RowSplit Create(long rows, double validationFraction, int seed)
    {
        var order = new long[rows];
        for (long i = 0; i < rows; i++)
        {
            order[i] = i;
        }

        int validation = HeldOutCount(rows, validationFraction);
        if (validation == 0)
        {
            return new RowSplit(order, []);
        }

        new Random(seed).Shuffle(order);
        long[] heldOut = order[..validation];
        long[] training = order[validation..];

        // In the data's own order, so that memory is read forwards.
        Array.Sort(heldOut);
        Array.Sort(training);
        return new RowSplit(training, heldOut);
    }
}
