using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record HoldOut
{
    /// <summary>
    /// Random rows: <see cref="VaeOptions.ValidationFraction"/> of all rows, chosen by the seed. For rows that are independent of
    /// each other. The default.
    /// </summary>
    public static HoldOut Random { get; } = new RandomHoldOut();
}

/// <summary>Random rows.</summary>
internal sealed record RandomHoldOut : HoldOut
{
    public override string ToString() => nameof(Random);

    internal override RowSplit Split(long rows, double validationFraction, int seed) =>
        RowSplit.Create(rows, validationFraction, seed);
}
