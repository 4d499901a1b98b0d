using Microsoft.ML;
using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>How <c>LatentSpace.Compare</c> trains and measures.</summary>
/// <remarks>
/// Setting a value out of range throws <see cref="ArgumentOutOfRangeException"/>, also in a <c>with</c> expression.
/// </remarks>
public sealed record LatentComparisonOptions
{
    /// <summary>
    /// The seeds. Every variant is trained once with each. The width of the intervals is about proportional to 1 / √(number of
    /// seeds). Default: 1 to 5.
    /// </summary>
    public IReadOnlyList<int> Seeds
    {
        get;
        init => field = OptionRule.Check<IReadOnlyList<int>>(
            value is null ? null! : [.. value],
            value is { Count: > 0 } && value.Distinct().Count() == value.Count,
            "must have at least one seed, and no seed twice.");
    } = [1, 2, 3, 4, 5];

    /// <summary>The confidence of the intervals, in (0, 1). Default: 0.95.</summary>
    public double Confidence
    {
        get;
        init => field = OptionRule.Check(value, value is > 0 and < 1, "must be in (0, 1), such as 0.95.");
    } = 0.95;

    /// <summary>
    /// The share of rows, in [0, 1), that are drawn at random for measuring. No variant is trained on them. With 0, all variants
    /// are measured on their training rows, and the bound and the distortion look too good. Default: 0.2.
    /// </summary>
    public double TestFraction
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1); 0 measures on the training rows.");
    } = 0.2;

    /// <summary>The rows to measure on. Default: null, for the share <see cref="TestFraction"/> of the rows given.</summary>
    public IDataView? TestData { get; init; }

    /// <summary>
    /// Columns with known factors of a row, such as its label, for mutual information gap, DCI and SAP. Default: none, which
    /// omits these measures.
    /// </summary>
    public IReadOnlyList<string> FactorColumnNames
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must be a list of column names, which may be empty.");
    } = [];

    /// <summary>
    /// How each model is measured. Its seed also draws the rows to measure on. Its input column is replaced by that of the
    /// comparison.
    /// </summary>
    public LatentSpaceOptions Analysis
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null.");
    } = new();

    /// <summary>Receives a report after each fit is measured, on the training thread. Default: null.</summary>
    public IProgress<LatentComparisonProgress>? Progress { get; init; }

    /// <summary>Cancels training before the next step, and measuring before the next fit.</summary>
    public CancellationToken CancellationToken { get; init; }
}
