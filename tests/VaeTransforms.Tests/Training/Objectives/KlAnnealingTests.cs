using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class KlAnnealingTests
{
    [Fact]
    public void A_linear_rise_reaches_the_full_weight_after_its_share_and_stays()
    {
        double[] weights = [.. Enumerable.Range(0, 100).Select(step => KlAnnealing.Linear(0.25).At(2, step, 100))];

        Assert.Equal(0, weights[0]);
        Assert.Equal(0.8, weights[10], 1e-12);
        Assert.All(weights[25..], weight => Assert.Equal(2, weight));
        Assert.Equal(2, KlAnnealing.None.At(2, 0, 100));

        KlAnnealing staged = KlAnnealing.Staged(level: 0.25, start: 0.2, end: 0.6);
        long[] steps = [0, 20, 40, 60, 99];
        Assert.Equal([0.5, 0.5, 1.25, 2, 2], steps.Select(step => Math.Round(staged.At(2, step, 100), 9)));
    }

    [Fact]
    public void Each_cycle_rises_from_0_and_stays_at_the_full_weight()
    {
        KlAnnealing annealing = KlAnnealing.Cyclical(4, 0.5);
        double[] weights = [.. Enumerable.Range(0, 400).Select(step => annealing.At(2, step, 400))];

        // Fu et al. 2019: at a place tau in a cycle, in [0, 1), the weight is tau / R, at most the full one.
        for (int step = 0; step < 400; step++)
        {
            Assert.Equal(2 * Math.Min(1, step % 100 / 100.0 / 0.5), weights[step], 1e-9);
        }

        Assert.Equal(0.875, annealing.End);
    }

    [Fact]
    public void Early_stopping_waits_for_the_last_rise()
    {
        TrainingPlan plan = TrainingRuns.Plan() with
        {
            Epochs = 40,
            Patience = 1,
            LearningRate = 0.05,
            Objective = Objective.Elbo(1, KlAnnealing.Cyclical(4, 0.5)),
        };
        TrainingReport report = TrainingRuns.Train(plan, TrainingRuns.Rows(100)).Report;

        Assert.InRange(report.Epochs.Count, 36, 40);
        Assert.True(report.Epochs[11].KlWeight < report.Epochs[8].KlWeight, "No second rise.");
    }

    [Fact]
    public void Annealings_are_equal_by_their_numbers_and_print_as_code()
    {
        Assert.Equal(KlAnnealing.Cyclical(4, 0.5), KlAnnealing.Cyclical());
        Assert.Equal("Cyclical(cycles: 4, share: 0.5)", $"{KlAnnealing.Cyclical()}");
        Assert.Equal("Linear(0.2)", $"{KlAnnealing.Linear()}");
        Assert.Equal("Staged(level: 0.1, start: 0.3, end: 0.93)", $"{KlAnnealing.Staged()}");
        Assert.Equal("None", $"{KlAnnealing.None}");
    }
}
