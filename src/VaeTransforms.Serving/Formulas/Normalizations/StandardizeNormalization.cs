using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>Mean 0 and standard deviation 1 per feature; a constant feature is only centered.</summary>
    public static Normalization Standardize { get; } = new StandardizeNormalization();
}

/// <summary>(x - mean) / standard deviation.</summary>
internal sealed record StandardizeNormalization : Normalization
{
    internal override bool GivesBothSigns => true;

    internal override IEnumerable<WeightShape> Weights(int slots) => AffineScaling.Weights(slots);

    internal override float[][] Learn(RowMatrix rows, ReadOnlySpan<long> among, ColumnMoments moments) =>
        AffineScaling.Learn(moments, slot => ((float)moments.Mean(slot), moments.Deviation(slot)));

    internal override string? Fault(IReadOnlyDictionary<string, float[]> weights) => AffineScaling.Fault(weights);

    internal override T Normalize<T>(INormalizationOps<T> ops, T x, IReadOnlyDictionary<string, T> weights) =>
        AffineScaling.Normalize(ops, x, weights);

    internal override T Denormalize<T>(INormalizationOps<T> ops, T normalized, IReadOnlyDictionary<string, T> weights) =>
        AffineScaling.Denormalize(ops, normalized, weights);
}
