using MathNet.Numerics.Statistics;

namespace VaeTransforms.Analysis;

/// <summary>Divides values into bins with about the same number of values.</summary>
/// <remarks>Bins are made by rank, so they do not change if an axis is stretched or one value is far away.</remarks>
internal static class EqualFrequencyBins
{
    /// <summary>The bin of each value.</summary>
    /// <param name="values">[n], finite.</param>
    /// <param name="bins">The maximum number of bins, from 1.</param>
    /// <returns>
    /// [n], from 0. Equal values share a bin. If there are at most as many distinct values as bins, each has its own bin.
    /// </returns>
    public static int[] Of(double[] values, int bins)
    {
        double[] distinct = [.. values.Distinct().Take(bins + 1).Order()];
        if (distinct.Length <= bins)
        {
            return Array.ConvertAll(values, value => Array.BinarySearch(distinct, value));
        }

        // A mean rank, from 1, is a multiple of 1/2. Minus 1/2 it lies strictly between 0 and n.
        return Array.ConvertAll(
            values.Ranks(RankDefinition.Average), rank => (int)((long)bins * (long)((2 * rank) - 1) / (2L * values.Length)));
    }
}
