namespace VaeTransforms.Reading;

/// <summary>What to subtract from numbers before they become Singles.</summary>
internal static class NumberCenter
{
    // A Single has 24 bits. With fewer than this many deviations between 0 and the values, 12 of them are left for differences.
    private const double MaxDistance = 4096;

    /// <summary>
    /// The mean, as a whole number, of values that lie far from 0 compared with how much they differ, such as times; 0 for all
    /// others, so that a zero stays a zero.
    /// </summary>
    /// <param name="values">Finite; at least one.</param>
    public static double Of(IEnumerable<double> values)
    {
        double mean = 0;
        double squares = 0;
        long count = 0;
        foreach (double value in values)
        {
            count++;
            double before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
        }

        double deviation = Math.Sqrt(squares / Math.Max(1, count));
        return Math.Abs(mean) > MaxDistance * deviation && Math.Abs(mean) > MaxDistance ? Math.Round(mean) : 0;
    }
}
