using System.Globalization;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>A figure of several runs as text: the mean, and the lowest and highest if there are several.</summary>
internal static class Spread
{
    /// <param name="values">One for each run; NaN where it was not measured.</param>
    /// <param name="format">Such as F4.</param>
    public static string Text(IEnumerable<double> values, string format)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        string Show(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return known.Length switch
        {
            0 => "",
            1 => Show(known[0]),
            _ => $"{Show(known.Average())} ({Show(known.Min())} to {Show(known.Max())})",
        };
    }
}
