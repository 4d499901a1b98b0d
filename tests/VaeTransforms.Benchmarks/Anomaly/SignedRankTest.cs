using MathNet.Numerics.Distributions;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Wilcoxon's signed-rank test: whether paired differences are symmetric about 0.</summary>
internal static class SignedRankTest
{
    // The exact distribution needs no approximation as long as there are no ties; 2^n sign patterns fit in a double.
    private const int MaxExact = 60;

    /// <summary>The two-sided p-value.</summary>
    /// <param name="differences">Differences of pairs. Those that are 0 are left out.</param>
    /// <returns>In (0, 1]; 1 where all are 0.</returns>
    /// <remarks>Wilcoxon 1945, 'Individual comparisons by ranking methods'.</remarks>
    public static double PValue(IEnumerable<double> differences)
    {
        double[] nonZero = [.. differences.Where(difference => difference != 0)];
        int n = nonZero.Length;
        if (n == 0)
        {
            return 1;
        }

        double[] sizes = Array.ConvertAll(nonZero, Math.Abs);
        double[] ranks = Array.ConvertAll(sizes, size => sizes.Count(other => other < size)
            + ((sizes.Count(other => other == size) + 1) / 2.0));
        double positive = ranks.Where((_, i) => nonZero[i] > 0).Sum();
        double all = n * (n + 1) / 2.0;
        double smaller = Math.Min(positive, all - positive);
        bool hasTies = sizes.Distinct().Count() < n;
        return Math.Min(1, 2 * (hasTies || n > MaxExact ? Approximate(ranks, smaller) : Exact(n, (int)smaller)));
    }

    /// <summary>P(sum of the ranks with a positive sign is at most this), every sign being as likely.</summary>
    private static double Exact(int n, int sum)
    {
        var ways = new double[(n * (n + 1) / 2) + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= n; rank++)
        {
            for (int total = ways.Length - 1; total >= rank; total--)
            {
                ways[total] += ways[total - rank];
            }
        }

        return ways[..(sum + 1)].Sum() / Math.Pow(2, n);
    }

    private static double Approximate(double[] ranks, double sum)
    {
        double mean = ranks.Sum() / 2;
        double deviation = Math.Sqrt(ranks.Sum(rank => rank * rank) / 4);
        return Normal.CDF(mean, deviation, Math.Min(mean, sum + 0.5));
    }
}
