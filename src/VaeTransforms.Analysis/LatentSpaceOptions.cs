using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>How <c>LatentSpace.Analyze</c> measures. The defaults take seconds on tens of thousands of rows.</summary>
/// <remarks>
/// Setting a value out of range throws <see cref="ArgumentOutOfRangeException"/>, also in a <c>with</c> expression.
/// </remarks>
public sealed record LatentSpaceOptions
{
    /// <summary>The column to read. Default: null, for the column that the model was trained on.</summary>
    public string? InputColumnName
    {
        get;
        init => field = OptionRule.Check(
            value,
            value is null || !string.IsNullOrWhiteSpace(value),
            "must be a column name, or null for the column that the model was trained on.");
    }

    /// <summary>The seed of all draws. Equal seeds give equal reports. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The maximum number of rows for the measures that compare each row with each other row, continuity and completeness; from
    /// 2 to 100,000. If there are more rows, a random sample is used. The cost grows with the square of the number. Both measures
    /// depend on the number of rows, so compare models only on equally many. Default: 5,000.
    /// </summary>
    public int MaxRows
    {
        get;
        init => field = OptionRule.Check(value, value is >= 2 and <= 100_000, "must be from 2 to 100000.");
    } = 5_000;

    /// <summary>
    /// k, the number of neighbors: in <see cref="ManifoldOverlap"/> the ball of a row reaches to its k-th nearest neighbor; from
    /// 1 to 1,000. Default: 5.
    /// </summary>
    public int Neighbors
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000, "must be from 1 to 1000.");
    } = 5;

    /// <summary>The number of paths between two rows for continuity; from 1 to 1,000,000. Default: 500.</summary>
    public int Paths
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000_000, "must be from 1 to 1000000.");
    } = 500;

    /// <summary>The number of equal steps on each path; from 2 to 10,000. Default: 32.</summary>
    public int PathSteps
    {
        get;
        init => field = OptionRule.Check(value, value is >= 2 and <= 10_000, "must be from 2 to 10000.");
    } = 32;

    /// <summary>The number of draws per row for the importance-weighted bound; from 1 to 1,000,000. Default: 64.</summary>
    public int ImportanceSamples
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000_000, "must be from 1 to 1000000.");
    } = 64;

    /// <summary>
    /// The maximum number of rows for the importance-weighted bound; from 1 to 1,000,000. If there are more rows, a random sample
    /// is used. Default: 1,000.
    /// </summary>
    public int ImportanceRows
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000_000, "must be from 1 to 1000000.");
    } = 1_000;
}
