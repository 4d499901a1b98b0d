namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Measures of how well scores rank anomalies above normal rows. NaN counts as the lowest score.</summary>
internal static class RankingQuality
{
    /// <summary>
    /// The area under the ROC curve: the probability that an anomaly scores above a normal row, with ties counted half.
    /// </summary>
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

    /// <summary>The mean over anomalies of the precision at their scores, as in scikit-learn.</summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="isAnomaly">[n].</param>
    /// <returns>In [0, 1]; NaN without anomalies. A random ranking gives about the share of anomalies.</returns>
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

    /// <summary>The number of rows of each class at each distinct score, from the lowest score.</summary>
    private static List<(int Anomalies, int Normal)> FromLowest(float[] scores, bool[] isAnomaly) =>
        [.. scores.Zip(isAnomaly)
            .GroupBy(row => row.First) // Here NaN equals NaN and sorts below every number.
            .OrderBy(group => group.Key)
            .Select(group => (group.Count(row => row.Second), group.Count(row => !row.Second)))];
}
