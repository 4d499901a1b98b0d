namespace VaeTransforms.Analysis;

/// <summary>The distance of the largest value to all others.</summary>
internal static class LargestGap
{
    /// <summary>The largest minus the second largest value; a single value minus 0.</summary>
    /// <param name="values">At least one, each at least 0.</param>
    public static double Of(IEnumerable<double> values)
    {
        double[] ordered = [.. values.OrderDescending()];
        return ordered[0] - (ordered.Length > 1 ? ordered[1] : 0);
    }
}
