using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>Mean 0 and standard deviation 1 per feature; a constant feature is only centered.</summary>
    public static Normalization Standardize { get; } = new StandardizeNormalization();
}

/// <summary>(x - mean) / standard deviation.</summary>
internal sealed record StandardizeNormalization : AffineNormalization
{
    internal override bool GivesBothSigns => true;

    internal override float[][] Learn(RowMatrix rows, ReadOnlySpan<long> among, ColumnMoments moments, int conditions) =>
        LearnAffine(moments, slot => ((float)moments.Mean(slot), moments.Deviation(slot)));
}
