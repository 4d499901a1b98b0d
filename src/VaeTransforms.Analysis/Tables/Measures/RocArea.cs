using MathNet.Numerics.Statistics;

namespace VaeTransforms.Analysis;

/// <summary>The area under the ROC curve.</summary>
internal static class RocArea
{
    /// <summary>The probability that a positive row scores above a negative one, where ties count half.</summary>
    /// <param name="scores">[n], finite.</param>
    /// <param name="isPositive">[n].</param>
    /// <returns>In [0, 1]; null if all rows are of one kind.</returns>
    /// <remarks>Mann and Whitney 1947, from the sum of the ranks of the positive rows.</remarks>
    public static double? Of(float[] scores, bool[] isPositive)
    {
        double positives = isPositive.Count(one => one);
        double negatives = isPositive.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        double[] ranks = scores.Select(score => (double)score).Ranks(RankDefinition.Average);
        double sum = ranks.Where((_, i) => isPositive[i]).Sum();
        return (sum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }
}
