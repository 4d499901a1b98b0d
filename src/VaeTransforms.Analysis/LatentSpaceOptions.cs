using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>How <c>LatentSpace.Analyze</c> measures. The defaults take seconds on tens of thousands of rows.</summary>
/// <remarks>A value out of range is refused when it is set, with <c>with</c> too.</remarks>
public sealed record LatentSpaceOptions
{
    /// <summary>The column to read; null, the default, for the one that the model was trained on.</summary>
    public string? InputColumnName
    {
        get;
        init => field = OptionRule.Check(
            value, value is null || !string.IsNullOrWhiteSpace(value), "must be a column name, or null for the column that the model was trained on.");
    }

    /// <summary>The seed of everything drawn: equal seeds give equal reports. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Rows, drawn at random where there are more, for the measures that compare each row with each: continuity and
    /// completeness. Their cost grows with its square. Default: 5,000. Both measures depend on it: compare models with equal
    /// numbers of rows only.
    /// </summary>
    public int MaxRows
    {
        get;
        init => field = OptionRule.Check(value, value is >= 2 and <= 100_000, "must be from 2 to 100000.");
    } = 5_000;

    /// <summary>The nearest neighbours k whose distance is the radius of a row's ball in <see cref="ManifoldOverlap"/>. Default: 5.</summary>
    public int Neighbors
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000, "must be from 1 to 1000.");
    } = 5;

    /// <summary>Pairs of rows between which continuity walks. Default: 500.</summary>
    public int Paths
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000_000, "must be from 1 to 1000000.");
    } = 500;

    /// <summary>Steps of equal length on each path. Default: 32.</summary>
    public int PathSteps
    {
        get;
        init => field = OptionRule.Check(value, value is >= 2 and <= 10_000, "must be from 2 to 10000.");
    } = 32;

    /// <summary>Draws per row for the importance-weighted bound. Default: 64.</summary>
    public int ImportanceSamples
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000_000, "must be from 1 to 1000000.");
    } = 64;

    /// <summary>Rows, drawn at random where there are more, for the importance-weighted bound. Default: 1,000.</summary>
    public int ImportanceRows
    {
        get;
        init => field = OptionRule.Check(value, value is >= 1 and <= 1_000_000, "must be from 1 to 1000000.");
    } = 1_000;
}
