namespace VaeTransforms.Analysis;

/// <summary>The two-sample Kolmogorov-Smirnov statistic. MathNet has none.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>The largest difference of two empirical cumulative distributions.</summary>
    /// <param name="first">[n], finite.</param>
    /// <param name="second">[m], finite.</param>
    /// <returns>In [0, 1]. 0 if both are empty, 1 if one is.</returns>
    public static double Statistic(double[] first, double[] second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return first.Length == second.Length ? 0 : 1;
        }

        double[] a = [.. first.Order()];
        double[] b = [.. second.Order()];
        (int i, int j, double largest) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            // Both pass all values that are equal, so that ties count in both distributions at once.
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
            {
                i++;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }
}
