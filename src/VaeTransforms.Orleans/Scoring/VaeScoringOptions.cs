using VaeTransforms.Model;

namespace VaeTransforms.Orleans;

/// <summary>How a cluster scores Parquet files.</summary>
public sealed record VaeScoringOptions
{
    /// <summary>
    /// Parts of the input, from 1. Each is read, scored and written by one silo as one file; row groups are not divided. Default:
    /// 16.
    /// </summary>
    public int Partitions
    {
        get;
        init => field = OptionRule.Check(value, value >= 1, "must be at least 1.");
    } = 16;

    /// <summary>The columns of the output, of the input or added by the model. Default: null, all.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init => field = JobRules.Columns(value); }

    /// <summary>
    /// How long a silo keeps a partition without an answer. Then another one gets it. Default: 15 seconds.
    /// </summary>
    public TimeSpan Lease { get; init => field = JobRules.Time(value); } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The name that the state is stored by. Scoring that is started again with the same name goes on where it was. Default:
    /// null, a new name.
    /// </summary>
    public string? Job { get; init => field = JobRules.Job(value); }

    /// <summary>How long no silo may answer before the call gives up. Default: 5 minutes.</summary>
    public TimeSpan MaxSilence { get; init => field = JobRules.Time(value); } = JobRules.MaxSilence;

    /// <summary>Hears of each change of the number of partitions that are done. Default: null.</summary>
    public IProgress<VaeScoringProgress>? Progress { get; init; }

    /// <summary>Stops scoring. What is committed stays. Default: none.</summary>
    public CancellationToken CancellationToken { get; init; }
}
