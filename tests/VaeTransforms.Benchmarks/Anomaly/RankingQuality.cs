namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>How well scores put anomalies before normal rows. A NaN counts as the lowest score of all.</summary>
internal static class RankingQuality
{
    /// <summary>The probability that an anomaly scores above a normal row, ties counted half: the area under the ROC curve.</summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="isAnomaly">[n].</param>
    /// <returns>In [0, 1]; NaN where a class is empty.</returns>
    public static double AreaUnderRoc(float[] scores, bool[] isAnomaly)
    {
        double wins = 0;
        long normalBelow = 0;
        foreach ((int anomalies, int normal) in FromLowest(scores, isAnomaly))
        {
            wins += anomalies * (normalBelow + (0.5 * normal));
            normalBelow += normal;
        }

        long all = isAnomaly.Count(anomaly => anomaly);
        return wins / all / normalBelow;
    }

    /// <summary>The mean over anomalies of the precision at their scores, which is how scikit-learn defines it.</summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="isAnomaly">[n].</param>
    /// <returns>In [0, 1]; NaN without anomalies. A ranking by chance has the share of anomalies.</returns>
    public static double AveragePrecision(float[] scores, bool[] isAnomaly)
    {
        double sum = 0;
        long found = 0;
        long flagged = 0;
        foreach ((int anomalies, int normal) in Enumerable.Reverse(FromLowest(scores, isAnomaly)))
        {
            found += anomalies;
            flagged += anomalies + normal;
            sum += anomalies * ((double)found / flagged);
        }

        return sum / found;
    }

    /// <summary>How many rows of each class have each score, from the lowest on: rows that tie stand together.</summary>
    private static List<(int Anomalies, int Normal)> FromLowest(float[] scores, bool[] isAnomaly) =>
        [.. scores.Zip(isAnomaly)
            .GroupBy(row => row.First) // NaN equals NaN here, and sorts below every number.
            .OrderBy(group => group.Key)
            .Select(group => (group.Count(row => row.Second), group.Count(row => !row.Second)))];
}
