using Microsoft.ML;
using TorchSharp;
using Xunit;
using static VaeTransforms.Tests.Search.Factors;

namespace VaeTransforms.Tests.Search;

/// <summary>How a search ends: by its budget, by the caller, or by failures. Tensors are counted, so tests run alone.</summary>
[Collection(typeof(Alone))]
public sealed class SearchBudgetTests
{
    private readonly MLContext _ml = new(1);
    private readonly FakeClock _clock = new();

    [Fact]
    public void A_trial_that_runs_when_time_is_over_is_canceled_and_recorded()
    {
        // A second for each epoch: a trial takes 10 seconds, and the third has run 5 epochs after 25.
        using VaeSearchResult result = Of(_ml, Timed(TimeSpan.FromSeconds(25))).Search(View(_ml));

        Assert.Equal(
            [VaeTrialOutcome.Finished, VaeTrialOutcome.Finished, VaeTrialOutcome.OutOfTime],
            result.Trials.Select(trial => trial.Outcome));
        Assert.Equal([10, 10, 5], result.Trials.Select(trial => trial.Epochs));
        Assert.Equal([10, 10, 5], result.Trials.Select(trial => trial.Elapsed.TotalSeconds));
        Assert.Null(result.Trials[2].Metric);
        Assert.NotSame(result.Trials[2], result.BestTrial);
    }

    [Fact]
    public void Time_without_a_number_of_trials_does_not_stop_at_the_default_number()
    {
        VaeSearchOptions timed = Timed(TimeSpan.FromSeconds(22));

        using VaeSearchResult result =
            Of(_ml, timed with { Base = timed.Base with { Epochs = 1 }, Vary = [Steps] }).Search(View(_ml));

        Assert.Equal(22, result.Trials.Count);
    }

    [Fact]
    public void Time_that_is_over_in_the_first_trial_is_an_error()
    {
        var thrown = Assert.Throws<TimeoutException>(
            () => Of(_ml, Timed(TimeSpan.FromSeconds(4))).Search(View(_ml)));

        Assert.Contains("4 epochs", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canceled_search_throws_with_the_callers_token_and_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var fitted = new List<VaeTransformer>();
        int epochs = 0;
        VaeSearchEstimator search = Of(_ml, new()
        {
            Base = Epochs(10) with
            {
                CancellationToken = cancellation.Token,
                Progress = new Reports<TrainingProgress>(_ =>
                {
                    if (++epochs == 14)
                    {
                        cancellation.Cancel();
                    }
                }),
            },
            Vary = [Steps],
            Metric = (transformer, _) =>
            {
                fitted.Add(transformer);
                return 1;
            },
        });
        long before = torch.Tensor.TotalCount;

        var thrown = Assert.ThrowsAny<OperationCanceledException>(() => search.Search(View(_ml)));

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(14, epochs);
        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.Throws<ObjectDisposedException>(() => Assert.Single(fitted).Transform(View(_ml)));
    }

    [Fact]
    public void Only_the_transformer_of_the_best_trial_stays()
    {
        var fitted = new List<VaeTransformer>();
        var trials = new List<VaeSearchTrial>();
        long before = torch.Tensor.TotalCount;

        VaeSearchResult result = Of(_ml, new()
        {
            Base = Epochs(1),
            Vary = [Steps],
            Trials = 4,
            Metric = (transformer, _) =>
            {
                fitted.Add(transformer);
                return fitted.Count == 3 ? 1 : 0;
            },
            Progress = new Reports<VaeSearchTrial>(trials.Add),
        }).Search(View(_ml));

        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.Equal(trials, result.Trials);
        Assert.Equal([0, 1, 2, 3], trials.Select(trial => trial.Number));
        Assert.Same(fitted[2], result.Transformer);
        Assert.Same(trials[2], result.BestTrial);
        result.Transformer.Transform(View(_ml));
        result.Dispose();
        Assert.All(fitted, transformer =>
            Assert.Throws<ObjectDisposedException>(() => transformer.Transform(View(_ml))));
    }

    [Fact]
    public void A_trial_that_diverges_is_recorded_and_the_search_goes_on()
    {
        long before = torch.Tensor.TotalCount;

        using VaeSearchResult result = Of(_ml, new() { Base = Epochs(3), Vary = [Diverging, Dimensions(5)] }).Search(View(_ml));

        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.Equal(4, result.Trials.Count);
        Assert.Equal(2, result.Trials.Count(trial => trial.Outcome == VaeTrialOutcome.Failed));
        Assert.All(result.Trials, trial => Assert.Equal(trial.Changes.ContainsKey("Steps"), trial.Message is not null));
        Assert.Null(result.BestTrial.Message);
        Assert.Contains("failed: Training diverged", $"{result}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_is_no_number_fails_its_trial()
    {
        using VaeSearchResult result = Of(_ml, new()
        {
            Base = Epochs(1),
            Vary = [Dimensions(2)],
            Metric = (fitted, _) => fitted.Model.Architecture.LatentDimension == 2 ? double.NaN : -5,
        }).Search(View(_ml));

        Assert.Equal(VaeTrialOutcome.Failed, result.Trials[1].Outcome);
        Assert.Null(result.Trials[1].Metric);
        Assert.NotNull(result.Trials[1].Elbo);
        Assert.Equal(-5, result.BestTrial.Metric);
    }

    [Fact]
    public void An_exception_of_the_metric_ends_the_search()
    {
        VaeTransformer? last = null;
        VaeSearchEstimator search = Of(_ml, new()
        {
            Base = Epochs(1),
            Vary = [Dimensions(2)],
            Metric = (fitted, _) => (last = fitted).Model.Architecture.LatentDimension == 2
                ? throw new ArgumentException("A mistake in the metric.")
                : 0,
        });

        Assert.Equal("A mistake in the metric.", Assert.Throws<ArgumentException>(() => search.Search(View(_ml))).Message);
        Assert.Throws<ObjectDisposedException>(() => last!.Transform(View(_ml)));
    }

    private static VaeOptions Epochs(int epochs) => Narrow with { Epochs = epochs };

    private static VariedOption Steps { get; } = VariedOption.LogUniform(
        nameof(VaeOptions.LearningRate), 1e-3, 1e-2, (options, value) => options with { LearningRate = value });

    private VaeSearchOptions Timed(TimeSpan time) => new()
    {
        Base = Epochs(10) with { Progress = new Reports<TrainingProgress>(_ => _clock.Advance(TimeSpan.FromSeconds(1))) },
        Vary = [Dimensions(2, 3, 4)],
        Time = time,
        Clock = _clock,
    };
}
