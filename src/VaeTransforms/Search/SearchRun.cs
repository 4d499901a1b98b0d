using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms.Search;

/// <summary>The course of a search. At most two transformers live at a time: the best so far, and the current one.</summary>
internal sealed class SearchRun
{
    // Log lines contain options and losses. They never contain the value of a row.
    private const MessageSensitivity Sensitivity = MessageSensitivity.Schema;

    private readonly Func<VaeOptions, VaeEstimator> _estimator;
    private readonly VaeSearchOptions _options;
    private readonly VaeOptions _start;
    private readonly FitInput _input;
    private readonly int _seed;
    private readonly CancellationToken _timeIsOver;
    private readonly CancellationToken _stop;

    // Set by the plan of trial 0, before it trains.
    private Combinations? _combinations;
    private IDataView? _heldOut;

    private readonly List<VaeSearchTrial> _trials = [];
    private Exception? _firstFailure;
    private VaeTransformer? _best;
    private VaeSearchTrial? _bestTrial;

    private SearchRun(
        Func<VaeOptions, VaeEstimator> estimator,
        VaeSearchOptions options,
        FitInput input,
        int seed,
        CancellationToken timeIsOver,
        CancellationToken stop)
    {
        _estimator = estimator;
        _options = options;
        _start = options.Base with { Seed = options.Base.Seed ?? seed };
        _input = input with { Planned = Plan };
        _seed = seed;
        _timeIsOver = timeIsOver;
        _stop = stop;
    }

    /// <summary>Runs trials until the budget is used up.</summary>
    /// <param name="environment">The environment of the caller's context.</param>
    /// <param name="estimator">Makes the estimator of a trial.</param>
    /// <param name="options">Validated.</param>
    /// <param name="input">The rows.</param>
    public static VaeSearchResult Run(
        IHostEnvironment environment, Func<VaeOptions, VaeEstimator> estimator, VaeSearchOptions options, FitInput input)
    {
        int seed = options.Seed ?? options.Base.Seed ?? MlEnvironment.Seed(environment) ?? new Random().Next();
        using IChannel channel = environment.Register(nameof(VaeSearchEstimator)).Start("Search");
        using CancellationTokenSource time = options.Time is { } limit ? new(limit, options.Clock) : new();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(time.Token, options.Base.CancellationToken);
        return new SearchRun(estimator, options, input, seed, time.Token, stop.Token).Run(channel);
    }

    private VaeSearchResult Run(IChannel channel)
    {
        try
        {
            while (_trials.Count < _options.MaxTrials && !_timeIsOver.IsCancellationRequested)
            {
                IReadOnlyDictionary<string, OptionValue>? changes =
                    _trials.Count == 0 ? new Dictionary<string, OptionValue>() : _combinations?.Next();
                if (changes is null)
                {
                    break;
                }

                VaeSearchTrial trial = Try(changes);
                channel.Info(Sensitivity, Line(trial));
                _options.Progress?.Report(trial);
            }

            return _best is not null
                ? new VaeSearchResult(_best, _bestTrial!, _trials, _options.Metric is not null)
                : throw NoneSucceeded();
        }
        catch
        {
            _best?.Dispose();
            throw;
        }
    }

    /// <summary>Fits and measures once, and keeps the transformer if it is the best so far.</summary>
    private VaeSearchTrial Try(IReadOnlyDictionary<string, OptionValue> changes)
    {
        long started = _options.Clock.GetTimestamp();
        var progress = new SearchProgress(_start.Progress);
        VaeOptions options = _start;
        VaeTransformer? fitted = null;
        try
        {
            options = Combined(changes);
            fitted = _estimator(options with { Progress = progress, CancellationToken = _stop }).Fit(_input);
            double elbo = fitted.Report.Summary.Elbo;
            double metric = _options.Metric?.Invoke(fitted, _heldOut!) ?? elbo;
            bool isFinite = double.IsFinite(metric);
            VaeSearchTrial trial = Ended(
                !isFinite ? VaeTrialOutcome.Failed
                : fitted.Report.StoppedEarly ? VaeTrialOutcome.StoppedEarly
                : VaeTrialOutcome.Finished) with
            {
                Elbo = elbo,
                Metric = isFinite ? metric : null,
                Message = isFinite ? null : string.Create(
                    CultureInfo.InvariantCulture, $"Metric must return a finite number, but it returned {metric}."),
            };
            if (isFinite && !(metric <= _bestTrial?.Metric))
            {
                (_best, fitted) = (fitted, _best);
                _bestTrial = trial;
            }

            return Recorded(trial);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The caller's token, if it is canceled: a fit throws with the caller's token too.
            _start.CancellationToken.ThrowIfCancellationRequested();
            return Recorded(Ended(VaeTrialOutcome.OutOfTime));
        }
        catch (Exception failure) when (fitted is null && MayFail(failure))
        {
            _firstFailure ??= failure;
            return Recorded(Ended(VaeTrialOutcome.Failed) with { Message = failure.Message });
        }
        finally
        {
            fitted?.Dispose();
        }

        VaeSearchTrial Ended(VaeTrialOutcome outcome) => new()
        {
            Number = _trials.Count,
            Options = options,
            Changes = changes.ToDictionary(change => change.Key, change => change.Value.Text),
            Epochs = progress.Epochs,
            Elapsed = _options.Clock.GetElapsedTime(started),
            Outcome = outcome,
        };
    }

    private VaeSearchTrial Recorded(VaeSearchTrial trial)
    {
        _trials.Add(trial);
        return trial;
    }

    /// <summary>
    /// Whether a failure is one of a trial. Base options that do not fit the data are the caller's mistake; but values that are
    /// fine by themselves may contradict each other in a combination.
    /// </summary>
    private bool MayFail(Exception failure) =>
        failure is TrainingDivergedException || (failure is ArgumentException && _trials.Count > 0);

    private VaeOptions Combined(IReadOnlyDictionary<string, OptionValue> changes)
    {
        VaeOptions options = _start;
        foreach (OptionValue value in changes.Values)
        {
            options = value.Set(options);
        }

        return options;
    }

    /// <summary>Takes from the first plan which rows are held out, and what the defaults resolve to.</summary>
    private void Plan(TrainingPlan plan, FitRows read)
    {
        if (_combinations is not null)
        {
            return;
        }

        RowSplit split = plan.Split(read.Rows.Rows);

        if (split.Validation.Length == 0)
        {
            throw VaeSearchEstimator.NoHeldOutRows(string.Create(
                CultureInfo.InvariantCulture,
                $"Base.ValidationFraction = {plan.ValidationFraction} of {split.Training.Length} rows holds out no row"));
        }

        long[] heldOut = read.Stream is { } stream
            ? [.. split.Validation.Select(row => stream.Positions[(int)row]).Order()]
            : split.Validation;
        _heldOut = _input.Validation ?? new HeldOutView(_input.Train, heldOut);
        _combinations = new Combinations(
            _options.Vary ?? OpenOptions.Of(_options.Base, plan, plan.TrainingRows(split)), _seed);

        // An error in a value that comes late would otherwise cost the time of the trials before it.
        foreach (OptionValue value in (_options.Vary ?? []).SelectMany(option => option.Samples))
        {
            OptionsResolution.Check(value.Set(_start), read.Input);
        }
    }

    private static string Line(VaeSearchTrial trial)
    {
        string changes = string.Join(", ", trial.Changes.Select(change => $"{change.Key} {change.Value}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Trial {trial.Number} ({(changes.Length == 0 ? "base options" : changes)}): {trial.Outcome}, "
                + $"metric {trial.Metric:F3}");
    }

    private Exception NoneSucceeded() => _trials.All(trial => trial.Outcome == VaeTrialOutcome.OutOfTime)
        ? new TimeoutException(
            $"No trial of the search ended within Time = {_options.Time}: trial 0, with the options of Base, had run "
                + string.Create(CultureInfo.InvariantCulture, $"{(_trials.Count == 0 ? 0 : _trials[0].Epochs)} epochs. ")
                + "Raise Time, or lower Base.Epochs.")
        : new InvalidOperationException(
            $"No trial of the search succeeded. Trial 0, with the options of Base, failed: {_trials[0].Message} "
                + "Change Base, so that a fit with it succeeds.",
            _firstFailure);
}
