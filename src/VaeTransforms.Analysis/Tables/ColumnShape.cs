using System.Globalization;
using System.Text.Json.Serialization;

namespace VaeTransforms;

/// <summary>How well the distribution of one synthetic column agrees with the real one.</summary>
/// <remarks>
/// The scores are those of the Python package SDMetrics: KSComplement for numbers and dates, TVComplement for categories. But
/// here missing values count as one more category. SDMetrics removes them.
/// </remarks>
public sealed record ColumnShape
{
    /// <summary>The name of the column. A slot of a vector is "Column.slot name", or "Column[3]" without slot names.</summary>
    public required string Name { get; init; }

    /// <summary>How the values are compared.</summary>
    public required TableColumnKind Kind { get; init; }

    /// <summary>
    /// In [0, 1]; 1 is best. For numbers and dates, 1 minus the two-sample Kolmogorov-Smirnov statistic of the values that are
    /// not missing: the largest difference of the cumulative distributions. For categories, 1 minus the total variation distance:
    /// half the sum of the absolute differences of the shares.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The share of real rows, in [0, 1], where the value is missing: NaN, infinity, empty text or the key 0.</summary>
    public required double RealMissing { get; init; }

    /// <summary>The share of synthetic rows, in [0, 1], where the value is missing.</summary>
    public required double SyntheticMissing { get; init; }

    /// <summary>
    /// The histogram. For numbers and dates, ten intervals of equal width over the range of the real values; the first and the
    /// last also count values beyond that range. For categories, the most frequent ones of the real rows, in that order. A bin
    /// for missing values is at the end if there are any.
    /// </summary>
    public required IReadOnlyList<ColumnBin> Bins { get; init; }

    /// <summary>1 - <see cref="Score"/>; 0 is best.</summary>
    [JsonIgnore]
    public double Error => 1 - Score;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Score,6:F3}  {100 * RealMissing,7:F1} %  {100 * SyntheticMissing,9:F1} %  {Kind,-8}  {Name}");
}
