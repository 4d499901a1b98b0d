using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Search;

namespace VaeTransforms;

/// <summary>All options of <c>mlContext.Transforms.VaeSearch</c>.</summary>
/// <remarks>
/// A property throws <see cref="ArgumentOutOfRangeException"/> if it is set to a value out of range, also in a <c>with</c>
/// expression. Rules between options are checked when the estimator is created.
/// </remarks>
public sealed record VaeSearchOptions
{
    private const int DefaultTrials = 20;

    /// <summary>
    /// The options that every trial starts from; trial 0 has exactly these. Its <see cref="VaeOptions.CancellationToken"/> stops
    /// the search, and its <see cref="VaeOptions.Progress"/> receives the epochs of every trial. Default: all defaults.
    /// </summary>
    public VaeOptions Base
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; new VaeOptions() is the default.");
    } = new();

    /// <summary>
    /// The options to vary. Default: null, which means those among LatentDimension, HiddenLayers, BatchSize, LearningRate and
    /// KlWarmup that <see cref="Base"/> leaves at their defaults, around the values that the defaults resolve to: from a quarter
    /// to four times as many latent dimensions and the same of the step size; half and twice the units of a layer, one layer, or
    /// three; half and twice the batch; no KL warm-up, or half of the steps.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The list is empty, or two have the same name.</exception>
    public IReadOnlyList<VariedOption>? Vary
    {
        get;
        init
        {
            OptionRule.Check(
                value?.Select(one => one.Name),
                value is null || (value.Count > 0 && value.Select(one => one.Name).Distinct().Count() == value.Count),
                "must be at least one option, with different names, or null for those that Base leaves at their defaults.");
            field = value is null ? null : [.. value];
        }
    }

    /// <summary>
    /// The maximum number of trials, from 1, trial 0 included. Default: null, which means 20, or no limit if <see cref="Time"/>
    /// is set. A search also ends when every combination was tried.
    /// </summary>
    public int? Trials
    {
        get;
        init => field = OptionRule.Check(value, value is null or >= 1, "must be at least 1, or null for an automatic choice.");
    }

    /// <summary>
    /// How long the search may take, above 0 and at most 49 days. A trial that is running then is canceled. Default: null, no
    /// limit. With it, the number of trials depends on the machine.
    /// </summary>
    public TimeSpan? Time
    {
        get;
        init => field = OptionRule.Check(
            value,
            value is null || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(49)),
            "must be above 0 and at most 49 days, or null for no limit.");
    }

    /// <summary>
    /// The seed of the combinations. It is also the seed of every trial, unless <see cref="Base"/> has one. All trials have one
    /// seed, so that they hold out the same rows. Default: null, which means the seed of <see cref="Base"/>, or of the
    /// <c>MLContext</c>, or a new one for each search.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// What a trial is measured by: a function of the fitted transformer and the held-out rows, in all columns of the data,
    /// which returns a finite number; higher is better. The transformer may be disposed after the call. Default: null, which
    /// means the ELBO of the held-out rows, in nats per row. An exception of the function ends the search.
    /// </summary>
    public Func<VaeTransformer, IDataView, double>? Metric { get; init; }

    /// <summary>Receives each trial when it ends, on the thread that searches. Default: null.</summary>
    public IProgress<VaeSearchTrial>? Progress { get; init; }

    /// <summary>The clock that <see cref="Time"/> is measured with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    internal int MaxTrials => Trials ?? (Time is null ? DefaultTrials : int.MaxValue);

    /// <summary>Checks that trials can be compared, and every value of the varied options by itself.</summary>
    /// <exception cref="ArgumentException">A value is refused, or there is nothing to vary.</exception>
    internal void Validate()
    {
        if (Vary is null && !OpenOptions.Any(Base))
        {
            throw new ArgumentException(
                $"Base sets every option that a search varies by default: {NameList.Of(OpenOptions.Names)}. Leave one of them "
                    + "unset, or give the options to vary in Vary.",
                nameof(Vary));
        }

        if (Base.Checkpoint is not null)
        {
            throw new ArgumentException(
                $"Base.Checkpoint must be null in a search, whose trials are fits of their own, but it is the folder "
                    + $"'{Base.Checkpoint.Folder}'. Search first, then fit the best options with a checkpoint.",
                nameof(Base));
        }

        foreach (VariedOption option in Vary ?? [])
        {
            foreach (OptionValue value in option.Samples)
            {
                VaeOptions trial = value.Set(Base);
                if (Comparability.Conflict(option.Name, Base, trial, hasMetric: Metric is not null) is { } conflict)
                {
                    throw new ArgumentException(conflict, nameof(Vary));
                }

                trial.Validate();
            }
        }
    }
}
