using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>
    /// Mean 0 per feature, and one scale for all of them: the root of the mean variance of the features that vary. For features
    /// in one unit, such as pixels, ratings or indicators, whose variances say how much each matters.
    /// </summary>
    /// <remarks>
    /// <see cref="Standardize"/> gives a pixel that is almost always blank the same weight as any other. Milligan and Cooper
    /// 1988, 'A study of standardization of variables in cluster analysis', measured that division by standard deviations
    /// hides clusters.
    /// </remarks>
    public static Normalization CommonScale { get; } = new CommonScaleNormalization();
}

/// <summary>(x - mean) / the root of the mean variance.</summary>
internal sealed record CommonScaleNormalization : AffineNormalization
{
    internal override bool GivesBothSigns => true;

    /// <summary>
    /// Whether features are on one scale already: more than half of those that vary reach the smallest of all values, and more
    /// than half the largest.
    /// </summary>
    /// <param name="min">[D]: the smallest value of each slot; NaN for a slot without values.</param>
    /// <param name="max">[D]: the largest.</param>
    /// <remarks>
    /// Bounds that are shared are bounds of the unit: 0 and 255 of pixels, 1 and 5 of ratings, 0 and 1 of indicators or of values
    /// that were scaled before. Measurements in different units, and real numbers without bounds, do not share them by chance.
    /// The exceptions are rare pixels, which do not reach the upper bound, and are the reason for a common scale.
    /// </remarks>
    public static bool Fits(float[] min, float[] max)
    {
        int[] varying = [.. Enumerable.Range(0, min.Length).Where(slot => max[slot] > min[slot])];
        return varying.Length > 1
            && IsSharedByMost(varying.Select(slot => min[slot]).ToArray(), varying.Min(slot => min[slot]))
            && IsSharedByMost(varying.Select(slot => max[slot]).ToArray(), varying.Max(slot => max[slot]));
    }

    // A condition has a scale of its own for each slot.
    internal override float[][] Learn(RowMatrix rows, ReadOnlySpan<long> among, ColumnMoments moments, int conditions)
    {
        int features = rows.Width - conditions;
        int[] varying = [.. Enumerable.Range(0, features).Where(slot => !moments.IsConstant(slot))];
        double scale = varying.Length == 0
            ? 1
            : Math.Sqrt(varying.Average(slot => moments.Deviation(slot) * moments.Deviation(slot)));
        return LearnAffine(
            moments, slot => ((float)moments.Mean(slot), slot < features ? scale : moments.Deviation(slot)));
    }

    private static bool IsSharedByMost(float[] bounds, float bound) => 2 * bounds.Count(other => other == bound) > bounds.Length;
}
