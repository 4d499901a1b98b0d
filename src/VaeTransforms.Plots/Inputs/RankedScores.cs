namespace VaeTransforms.Plots.Inputs;

/// <summary>How well scores put anomalous rows before normal ones, at every threshold there is.</summary>
internal sealed class RankedScores
{
    private RankedScores(double[] falsePositives, double[] truePositives, double[] precision)
    {
        FalsePositiveRate = falsePositives;
        Recall = truePositives;
        Precision = precision;
    }

    /// <summary>The share of normal rows above each threshold, from the highest threshold down; 0 first.</summary>
    public IReadOnlyList<double> FalsePositiveRate { get; }

    /// <summary>The share of anomalous rows above each threshold; 0 first.</summary>
    public IReadOnlyList<double> Recall { get; }

    /// <summary>The share of anomalous rows among those above each threshold; the first, where there are none, is that of the second.</summary>
    public IReadOnlyList<double> Precision { get; }

    /// <summary>
    /// The area under the ROC curve by trapezoids: the chance that an anomalous row scores above a normal one, ties counting half.
    /// </summary>
    public double Auc => Enumerable.Range(1, Recall.Count - 1)
        .Sum(i => (FalsePositiveRate[i] - FalsePositiveRate[i - 1]) * (Recall[i] + Recall[i - 1]) / 2);

    /// <summary>Average precision: the sum of each step of recall times the precision there, without interpolation.</summary>
    public double AveragePrecision => Enumerable.Range(1, Recall.Count - 1).Sum(i => (Recall[i] - Recall[i - 1]) * Precision[i]);

    /// <param name="scores">[n] finite, higher is more anomalous.</param>
    /// <param name="isAnomaly">[n] with both kinds.</param>
    public static RankedScores Of(IReadOnlyList<float> scores, IReadOnlyList<bool> isAnomaly)
    {
        double anomalies = isAnomaly.Count(one => one);
        double normal = isAnomaly.Count - anomalies;
        List<double> falsePositives = [0];
        List<double> truePositives = [0];
        List<double> precision = [];
        int seen = 0;
        int found = 0;

        // Rows with one score stand on one side of every threshold together.
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
