namespace VaeTransforms.Analysis;

/// <summary>Cuts values into bins of about the same number of values.</summary>
/// <remarks>Ranks and not widths, so that no stretching of an axis, and no single far value, changes what falls together.</remarks>
internal static class EqualFrequencyBins
{
    /// <summary>The bin of each value.</summary>
    /// <param name="values">[n], finite.</param>
    /// <param name="bins">The most bins, from 1.</param>
    /// <returns>
    /// [n], from 0. Equal values share a bin; where there are no more different values than bins, each has its own.
    /// </returns>
    public static int[] Of(ReadOnlySpan<double> values, int bins)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);

        int[] result = new int[sorted.Length];
        bool ownBins = CountDistinct(sorted) <= bins;
        for (int start = 0, group = 0; start < sorted.Length; group++)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            // (start + end) / 2 is the group's middle rank, counted from the left edge.
            int bin = ownBins ? group : (int)((long)bins * (start + end) / (2L * sorted.Length));
            for (int i = start; i < end; i++)
            {
                result[order[i]] = bin;
            }

            start = end;
        }

        return result;
    }

    private static int CountDistinct(double[] sorted)
    {
        int count = Math.Min(1, sorted.Length);
        for (int i = 1; i < sorted.Length; i++)
        {
            count += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return count;
    }
}
