using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>What <c>TableQuality.Compare</c> compares, and on how many rows.</summary>
/// <remarks>
/// Setting a value out of range throws <see cref="ArgumentOutOfRangeException"/>, also in a <c>with</c> expression.
/// </remarks>
public sealed record TableQualityOptions
{
    /// <summary>The columns to compare. Default: null, for all columns that the real and the synthetic rows both have.</summary>
    public IReadOnlyList<string>? Columns
    {
        get;
        init => field = OptionRule.Check<IReadOnlyList<string>?>(
            value is null ? null : [.. value],
            value is null || (value.Count > 0 && value.Distinct().Count() == value.Count),
            "must name at least one column and no column twice, or be null for all columns that both tables have.");
    }

    /// <summary>
    /// The column to predict, to measure usefulness. A model is trained on the real rows, another on the synthetic rows, and both
    /// are tested on the hold-out rows. The column is always compared, even if <see cref="Columns"/> does not name it. Default:
    /// null, which omits usefulness.
    /// </summary>
    public string? LabelColumnName
    {
        get;
        init => field = OptionRule.Check(
            value, value is null || !string.IsNullOrWhiteSpace(value), "must be a column name, or null to omit usefulness.");
    }

    /// <summary>
    /// The maximum number of rows of each table in the search for the nearest rows; from 20 to 100,000. If there are more rows, a
    /// random sample is used. The cost grows with the square of the number. All other measures use all rows. Default: 10,000.
    /// </summary>
    public int MaxRows
    {
        get;
        init => field = OptionRule.Check(value, value is >= 20 and <= 100_000, "must be from 20 to 100000.");
    } = 10_000;

    /// <summary>The seed of all draws. Equal seeds give equal reports. Default: 0.</summary>
    public int Seed { get; init; }
}
