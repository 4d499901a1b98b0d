using MathNet.Numerics.Statistics;

namespace VaeTransforms.Analysis;

/// <summary>The absolute value of Pearson's correlation, which also has a value for constants.</summary>
internal static class AbsoluteCorrelation
{
    /// <summary>Of two variables.</summary>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    /// <returns>In [0, 1]; 0 if either variable is constant.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Of(double[] first, double[] second)
    {
        double correlation = Correlation.Pearson(first, second);

        // MathNet returns NaN for a constant, and rounding can take a perfect correlation past 1.
        return double.IsNaN(correlation) ? 0 : Math.Min(1, Math.Abs(correlation));
    }
}
