using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>The range [0, 1] per feature; a constant feature becomes 0.</summary>
    public static Normalization MinMax { get; } = new MinMaxNormalization();
}

/// <summary>(x - smallest) / (largest - smallest).</summary>
internal sealed record MinMaxNormalization : AffineNormalization
{
    internal override float[][] Learn(RowMatrix rows, ReadOnlySpan<long> among, ColumnMoments moments, int conditions) =>
        LearnAffine(moments, slot => (moments.Min[slot], (double)moments.Max[slot] - moments.Min[slot]));
}
