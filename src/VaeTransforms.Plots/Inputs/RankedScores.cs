namespace VaeTransforms.Plots.Inputs;

/// <summary>The ROC curve and the precision-recall curve of anomaly scores, with a point for each distinct threshold.</summary>
internal sealed class RankedScores
{
    private RankedScores(double[] falsePositives, double[] truePositives, double[] precision)
    {
        FalsePositiveRate = falsePositives;
        Recall = truePositives;
        Precision = precision;
    }

    /// <summary>The share of normal rows above each threshold, from the highest threshold down; the first value is 0.</summary>
    public IReadOnlyList<double> FalsePositiveRate { get; }

    /// <summary>The share of anomalous rows above each threshold; the first value is 0.</summary>
    public IReadOnlyList<double> Recall { get; }

    /// <summary>
    /// The share of anomalous rows among the rows above each threshold. Above the first threshold there are no rows; its
    /// value is that of the second.
    /// </summary>
    public IReadOnlyList<double> Precision { get; }

    /// <summary>
    /// The area under the ROC curve by trapezoids, in [0, 1]: the probability that an anomalous row scores above a normal
    /// one, with ties counted half.
    /// </summary>
    public double Auc => Enumerable.Range(1, Recall.Count - 1)
        .Sum(i => (FalsePositiveRate[i] - FalsePositiveRate[i - 1]) * (Recall[i] + Recall[i - 1]) / 2);

    /// <summary>
    /// Average precision, in [0, 1]: the sum of each step of recall times the precision there, without interpolation.
    /// </summary>
    public double AveragePrecision =>
        Enumerable.Range(1, Recall.Count - 1).Sum(i => (Recall[i] - Recall[i - 1]) * Precision[i]);

    /// <summary>Ranks rows by their scores.</summary>
    /// <param name="scores">[n], finite; higher is more anomalous.</param>
    /// <param name="isAnomaly">[n], with at least one row of each kind.</param>
    public static RankedScores Of(IReadOnlyList<float> scores, IReadOnlyList<bool> isAnomaly)
    {
        double anomalies = isAnomaly.Count(one => one);
        double normal = isAnomaly.Count - anomalies;
        List<double> falsePositives = [0];
        List<double> truePositives = [0];
        List<double> precision = [];
        int seen = 0;
        int found = 0;

        // Rows with equal scores are on the same side of every threshold.
        foreach (var tied in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(group => group.Key))
        {
            seen += tied.Count();
            found += tied.Count(i => isAnomaly[i]);
            falsePositives.Add((seen - found) / normal);
            truePositives.Add(found / anomalies);
            precision.Add((double)found / seen);
        }

        return new RankedScores([.. falsePositives], [.. truePositives], [precision[0], .. precision]);
    }
}
