namespace VaeTransforms.Numerics;

/// <summary>ln of the mean of exponentials, without overflow.</summary>
internal static class LogMeanExp
{
    /// <param name="values">At least one; none NaN.</param>
    public static double Of(ReadOnlySpan<double> values)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in values)
        {
            largest = Math.Max(largest, value);
        }

        if (double.IsInfinity(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum / values.Length);
    }
}
