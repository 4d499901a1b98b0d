using VaeTransforms.Numerics;
namespace VaeTransforms.Analysis;

/// <summary>How far two variables move together.</summary>
internal static class Correlation
{
    /// <summary>Pearson's correlation.</summary>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    /// <returns>In [-1, 1]; 0 where either does not vary.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        SameLength.Require(first.Length, second.Length, "values of one variable", "of the other");
        double firstMean = 0;
        double secondMean = 0;
        for (int i = 0; i < first.Length; i++)
        {
            firstMean += first[i] / first.Length;
            secondMean += second[i] / first.Length;
        }

        double products = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int i = 0; i < first.Length; i++)
        {
            double a = first[i] - firstMean;
            double b = second[i] - secondMean;
            products += a * b;
            firstSquares += a * a;
            secondSquares += b * b;
        }

        double scale = Math.Sqrt(firstSquares) * Math.Sqrt(secondSquares);
        return scale > 0 ? Math.Clamp(products / scale, -1, 1) : 0;
    }

    /// <summary>The rank of each value, from 1; equal values share the mean of their ranks.</summary>
    /// <remarks>Pearson's correlation of ranks is Spearman's.</remarks>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);

        var ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end + 1) / 2.0;
            }
        }

        return ranks;
    }
}
