using Microsoft.ML;
using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>How <c>LatentSpace.Compare</c> compares.</summary>
/// <remarks>A value out of range is refused when it is set, with <c>with</c> too.</remarks>
public sealed record LatentComparisonOptions
{
    /// <summary>
    /// The seeds that every variant is trained with, once each. Default: 1 to 5. More narrow the intervals, by about the root of
    /// their number.
    /// </summary>
    public IReadOnlyList<int> Seeds
    {
        get;
        init => field = OptionRule.Check<IReadOnlyList<int>>(
            value is null ? null! : [.. value],
            value is { Count: > 0 } && value.Distinct().Count() == value.Count,
            "must hold at least one seed and none twice.");
    } = [1, 2, 3, 4, 5];

    /// <summary>The share of such intervals that hold the true mean, in (0, 1). Default: 0.95.</summary>
    public double Confidence
    {
        get;
        init => field = OptionRule.Check(value, value is > 0 and < 1, "must be in (0, 1), such as 0.95.");
    } = 0.95;

    /// <summary>
    /// The share of rows, in [0, 1), drawn at random, that no variant is trained on and all are measured on. Default: 0.2. With 0 they are
    /// measured on the rows trained on, which flatters the bound and the distortion.
    /// </summary>
    public double TestFraction
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1); 0 measures on the rows trained on.");
    } = 0.2;

    /// <summary>Rows to measure on instead; null, the default, for a share of those given.</summary>
    public IDataView? TestData { get; init; }

    /// <summary>
    /// Columns that say what is true of a row, such as its label, for mutual information gap, DCI and SAP; none, the default, leaves these out.
    /// </summary>
    public IReadOnlyList<string> FactorColumnNames
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must hold names of columns, or nothing.");
    } = [];

    /// <summary>How each model is measured; its seed also draws the rows that test. The input column is the comparison's.</summary>
    public LatentSpaceOptions Analysis
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null.");
    } = new();

    /// <summary>Told after each fit that was measured, on the thread that trains; null for nobody.</summary>
    public IProgress<LatentComparisonProgress>? Progress { get; init; }

    /// <summary>Stops training before the next step, and measuring before the next fit.</summary>
    public CancellationToken CancellationToken { get; init; }
}
