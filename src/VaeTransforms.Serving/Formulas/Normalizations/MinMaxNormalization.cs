using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>The range [0, 1] per feature; a constant feature becomes 0.</summary>
    public static Normalization MinMax { get; } = new MinMaxNormalization();
}

/// <summary>(x - smallest) / (largest - smallest).</summary>
internal sealed record MinMaxNormalization : Normalization
{
    internal override IEnumerable<WeightShape> Weights(int slots) => AffineScaling.Weights(slots);

    internal override float[][] Learn(RowMatrix rows, ReadOnlySpan<long> among, ColumnMoments moments) =>
        AffineScaling.Learn(moments, slot => (moments.Min[slot], (double)moments.Max[slot] - moments.Min[slot]));

    internal override string? Fault(IReadOnlyDictionary<string, float[]> weights) => AffineScaling.Fault(weights);

    internal override T Normalize<T>(INormalizationOps<T> ops, T x, IReadOnlyDictionary<string, T> weights) =>
        AffineScaling.Normalize(ops, x, weights);

    internal override T Denormalize<T>(INormalizationOps<T> ops, T normalized, IReadOnlyDictionary<string, T> weights) =>
        AffineScaling.Denormalize(ops, normalized, weights);
}
