using VaeTransforms.Model;

namespace VaeTransforms.Orleans;

/// <summary>What a fit on a cluster needs besides <see cref="VaeOptions"/>.</summary>
public sealed record VaeClusterOptions
{
    private const int MaxSteps = 1_000_000;

    /// <summary>The column that the transformer adds: the latent mean. Default: <c>Latent</c>.</summary>
    public string OutputColumnName
    {
        get;
        init => field = OptionRule.Check(value, !string.IsNullOrWhiteSpace(value), "must be the name of a column.");
    } = "Latent";

    /// <summary>
    /// The columns to read. Default: null, the column <c>Features</c> if there is one, otherwise all columns as a table.
    /// </summary>
    public IReadOnlyList<string>? InputColumnNames { get; init => field = JobRules.Columns(value); }

    /// <summary>
    /// The steps that each shard takes in a round, from 1: more of them cost less waiting, fewer keep the shards closer together.
    /// Default: null, a hundredth of all, at most 100.
    /// </summary>
    public int? StepsPerRound
    {
        get;
        init => field = OptionRule.Check(
            value, value is null or (>= 1 and <= MaxSteps), "must be from 1 to 1000000, or null for an automatic choice.");
    }

    /// <summary>What the mean change of a round is multiplied by. Default: 0.7, as in the paper.</summary>
    /// <remarks>Douillard et al. 2023, 'DiLoCo: distributed low-communication training of language models'.</remarks>
    public double OuterLearningRate
    {
        get;
        init => field = OptionRule.Check(
            value, value is > 0 and < double.PositiveInfinity, "must be a finite number above 0; 1 takes the mean as it is.");
    } = 0.7;

    /// <summary>
    /// Nesterov's momentum from round to round, in [0, 1). Default: 0.8. The paper has 0.9, which needs more rounds.
    /// </summary>
    public double OuterMomentum
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1); 0 is no momentum.");
    } = 0.8;

    /// <summary>
    /// The rows, the first ones of each shard in equal parts, that architecture, categories and normalization are chosen by.
    /// Default: 100,000.
    /// </summary>
    public int SampleRows
    {
        get;
        init => field = OptionRule.Check(value, value >= 2, "must be at least 2.");
    } = 100_000;

    /// <summary>
    /// The name that the state of the fit is stored by. The same fit, started again with the same name and
    /// <see cref="VaeOptions.Seed"/>, goes on where it was. Default: null, a new name.
    /// </summary>
    public string? Job { get; init => field = JobRules.Job(value); }

    /// <summary>How long no silo may answer before the call gives up. Default: 5 minutes.</summary>
    public TimeSpan MaxSilence { get; init => field = JobRules.Time(value); } = JobRules.MaxSilence;
}
