namespace VaeTransforms.Numerics;

/// <summary>How many values of a correlated sequence are worth one independent value.</summary>
/// <remarks>
/// τ = 1 + 2 Σ ρ(k), the integrated autocorrelation time: the mean of n values varies as that of n / τ independent ones. The sum
/// stops at the first lag that is 5 τ or more, because the noise of further lags would add up. Sokal 1997, 'Monte Carlo methods
/// in statistical mechanics', section 3.
/// </remarks>
internal static class AutocorrelationTime
{
    private const double LagsPerTime = 5;

    /// <summary>The time of the ranks of a sequence in several blocks.</summary>
    /// <param name="values">[n], n from 1; in the order of time within a block.</param>
    /// <param name="blocks">The lengths of the blocks, n together. Values of different blocks are not paired.</param>
    /// <returns>From 1 to n. Ranks have no outliers, and which scores lie above a threshold depends on ranks alone.</returns>
    public static double OfRanks(ReadOnlySpan<float> values, IReadOnlyList<int> blocks)
    {
        double[] centered = CenteredRanks(values);
        double variance = 0;
        foreach (double value in centered)
        {
            variance += value * value / centered.Length;
        }

        int longest = blocks.Max();
        double time = 1;
        for (int lag = 1; lag < longest && variance > 0 && lag < LagsPerTime * time; lag++)
        {
            time = Math.Max(1, time + (2 * Covariance(centered, blocks, lag) / variance));
        }

        return Math.Min(time, values.Length);
    }

    /// <summary>The mean product of two values of one block that are some places apart; 0 if there are none.</summary>
    private static double Covariance(double[] centered, IReadOnlyList<int> blocks, int lag)
    {
        double sum = 0;
        int pairs = 0;
        int start = 0;
        foreach (int length in blocks)
        {
            for (int i = start; i + lag < start + length; i++)
            {
                sum += centered[i] * centered[i + lag];
                pairs++;
            }

            start += length;
        }

        return pairs == 0 ? 0 : sum / pairs;
    }

    /// <summary>Ranks from 0 minus their mean; equal values have the mean of their ranks.</summary>
    private static double[] CenteredRanks(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && sorted[end].Equals(sorted[first]))
            {
                end++;
            }

            double rank = ((first + end - 1) - (sorted.Length - 1)) / 2.0;
            for (int i = first; i < end; i++)
            {
                ranks[order[i]] = rank;
            }

            first = end;
        }

        return ranks;
    }
}
