using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>An argument that is a whole number.</summary>
internal static class WholeNumber
{
    /// <exception cref="BenchmarkInputException">The text is no whole number.</exception>
    public static int Parse(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new BenchmarkInputException($"'{value}' is not a whole number.");
}
