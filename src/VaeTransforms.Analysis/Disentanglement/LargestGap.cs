namespace VaeTransforms.Analysis;

/// <summary>How far the largest of some values stands above all others.</summary>
internal static class LargestGap
{
    /// <summary>The largest minus the second largest; a value alone stands above 0.</summary>
    /// <param name="values">At least one, from 0.</param>
    public static double Of(IEnumerable<double> values)
    {
        double[] ordered = [.. values.OrderDescending()];
        return ordered[0] - (ordered.Length > 1 ? ordered[1] : 0);
    }
}
