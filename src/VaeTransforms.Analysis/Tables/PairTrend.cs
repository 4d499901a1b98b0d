using System.Globalization;
using System.Text.Json.Serialization;

namespace VaeTransforms;

/// <summary>How well the relation of two synthetic columns agrees with that of the real ones.</summary>
/// <remarks>The scores are CorrelationSimilarity and ContingencySimilarity of the Python package SDMetrics.</remarks>
/// <param name="First">The name of one column.</param>
/// <param name="Second">The name of the other column.</param>
/// <param name="Score">
/// In [0, 1]; 1 is best. For two columns of numbers or dates, 1 - |r - s| / 2 with Pearson's correlations r of the real and s of
/// the synthetic rows where neither value is missing; a constant has correlation 0. For a pair with a category, 1 minus the total
/// variation distance of the joint shares, where missing values are one more category. Numbers are divided into ten bins of equal
/// width over the range of the real values, as SDMetrics does; values below the range, and values at its upper end and above, are
/// two more bins.
/// </param>
/// <param name="RealCorrelation">Pearson's correlation in the real rows; null for a pair with a category.</param>
/// <param name="SyntheticCorrelation">Pearson's correlation in the synthetic rows; null for a pair with a category.</param>
public sealed record PairTrend(
    string First, string Second, double Score, double? RealCorrelation, double? SyntheticCorrelation)
{
    /// <summary>1 - <see cref="Score"/>; 0 is best.</summary>
    [JsonIgnore]
    public double Error => 1 - Score;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Score,6:F3}  {First}, {Second}");
}
