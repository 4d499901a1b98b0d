namespace VaeTransforms.Benchmarks.Series;

/// <summary>How well scores of points find labeled ranges. NaN counts as the lowest score.</summary>
/// <remarks>
/// Paparrizos and others 2022, 'Volume under the surface: a new accuracy evaluation measure for time-series anomaly detection'.
/// </remarks>
internal static class RangeQuality
{
    /// <summary>
    /// The mean area under the range-based precision-recall curve over the buffer lengths 0, 1, … up to a maximum: VUS-PR.
    /// </summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="isAnomaly">[n]; at least one is true.</param>
    /// <param name="maxBuffer">The maximum buffer length in points.</param>
    /// <returns>In [0, 1].</returns>
    public static double VolumeUnderPr(double[] scores, bool[] isAnomaly, int maxBuffer)
    {
        int[] order = FromHighest(scores);
        return Enumerable.Range(0, maxBuffer + 1).Average(buffer => AreaUnderRangePr(scores, isAnomaly, buffer, order));
    }

    /// <summary>The area under the range-based precision-recall curve, as average precision.</summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="isAnomaly">[n]; at least one is true.</param>
    /// <param name="buffer">
    /// The buffer length b. A point at distance d, at most b / 2, from a range has the label √(1 - d / b).
    /// </param>
    /// <returns>In [0, 1].</returns>
    /// <remarks>
    /// With labels l in [0, 1] and 0 or 1 predictions p: precision is Σ l p / Σ p; recall is min(1, Σ l p / P) times the share of
    /// ranges, with their buffers, in which a point is predicted; P is the mean of the number of labeled points and Σ l.
    /// </remarks>
    public static double AreaUnderRangePr(double[] scores, bool[] isAnomaly, int buffer) =>
        AreaUnderRangePr(scores, isAnomaly, buffer, FromHighest(scores));

    private static double AreaUnderRangePr(double[] scores, bool[] isAnomaly, int buffer, int[] order)
    {
        double[] labels = Labels(isAnomaly, buffer);
        int[] ranges = Ranges(labels, out int count);
        double positives = (isAnomaly.Count(label => label) + labels.Sum()) / 2;
        var isFound = new bool[count];
        int found = 0;
        double hits = 0;
        double area = 0;
        double lastRecall = 0;
        for (int predicted = 0; predicted < order.Length;)
        {
            // Points with equal scores are predicted together.
            double score = scores[order[predicted]];
            for (; predicted < order.Length && scores[order[predicted]].Equals(score); predicted++)
            {
                int point = order[predicted];
                hits += labels[point];
                if (ranges[point] >= 0 && !isFound[ranges[point]])
                {
                    isFound[ranges[point]] = true;
                    found++;
                }
            }

            double recall = Math.Min(1, hits / positives) * found / count;
            area += (recall - lastRecall) * hits / predicted;
            lastRecall = recall;
        }

        return area;
    }

    private static double[] Labels(bool[] isAnomaly, int buffer)
    {
        double[] labels = [.. isAnomaly.Select(label => label ? 1.0 : 0)];
        for (int i = 0; i < labels.Length; i++)
        {
            if (isAnomaly[i])
            {
                for (int distance = 1; distance <= buffer / 2; distance++)
                {
                    double label = Math.Sqrt(1 - ((double)distance / buffer));
                    Raise(i - distance, label);
                    Raise(i + distance, label);
                }
            }
        }

        return labels;

        void Raise(int point, double label)
        {
            if (point >= 0 && point < labels.Length)
            {
                labels[point] = Math.Max(labels[point], label);
            }
        }
    }

    /// <summary>The range of each point with a label, from 0; -1 for the others.</summary>
    private static int[] Ranges(double[] labels, out int count)
    {
        var ranges = new int[labels.Length];
        count = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            count += labels[i] > 0 && (i == 0 || labels[i - 1] == 0) ? 1 : 0;
            ranges[i] = labels[i] > 0 ? count - 1 : -1;
        }

        return ranges;
    }

    private static int[] FromHighest(double[] scores)
    {
        double[] keys = [.. scores.Select(score => double.IsNaN(score) ? double.NegativeInfinity : score)];
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(keys, order);
        Array.Reverse(order);
        return order;
    }
}
