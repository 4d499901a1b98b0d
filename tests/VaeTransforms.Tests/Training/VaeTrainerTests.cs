using VaeTransforms.Scoring;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

public sealed class VaeTrainerTests
{
    [Fact]
    public void Training_raises_the_bound_of_held_out_rows()
    {
        TrainingResult result = TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 60 }, TrainingRuns.Rows(500));

        IReadOnlyList<EpochMetrics> epochs = result.Report.Epochs;
        Assert.True(result.Report.Best.Validation!.Value.Elbo > epochs[0].Validation!.Value.Elbo + 1);
        Assert.Equal(400, result.Report.Summary.TrainingRows);
        Assert.Equal(100, result.ValidationRows.Length);
    }

    [Fact]
    public void One_seed_gives_the_same_weights_and_another_seed_others()
    {
        float[] rows = TrainingRuns.Rows(200);
        float[][] Weights(int seed)
        {
            TrainingResult result = TrainingRuns.Train(TrainingRuns.Plan() with { Seed = seed, Epochs = 3 }, rows);
            return [.. result.Model.Weights.Arrays.Select(array => array.Values)];
        }

        float[][] first = Weights(7);
        float[][] again = Weights(7);
        float[][] other = Weights(8);

        Assert.All(first.Zip(again), pair => Assert.Equal(pair.First, pair.Second));
        Assert.NotEqual(first[2], other[2]);
    }

    [Fact]
    public void The_best_epochs_weights_are_the_models()
    {
        float[] rows = TrainingRuns.Rows(300);
        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 40 };
        TrainingResult result = TrainingRuns.Train(plan, rows);
        using var scorer = new VaeScorer(result.Model);
        using var estimator = new ElboEstimator(scorer, samples: 50, seed: 3);
        foreach (long row in result.ValidationRows)
        {
            estimator.Add(rows.AsSpan((int)row * 6, 6));
        }

        // Fifty draws a row against the one of training: what is left is that one's noise.
        double best = result.Report.Epochs.Max(epoch => epoch.Validation!.Value.Elbo);
        Assert.Equal(best, result.Report.Summary.Elbo);
        Assert.Equal(best, estimator.Result().Sampled.Elbo, 0.5);
    }

    [Fact]
    public void Beta_zero_removes_the_KL_term()
    {
        float[] rows = TrainingRuns.Rows(300);
        TrainingResult vae = TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 60 }, rows);
        TrainingResult autoencoder = TrainingRuns.Train(
            TrainingRuns.Plan() with { Epochs = 60, Objective = Objective.Elbo(0) }, rows);

        Assert.True(autoencoder.Report.Best.Train.KlDivergence > 2 * vae.Report.Best.Train.KlDivergence);
        Assert.True(autoencoder.Report.Best.Train.ReconstructionError < vae.Report.Best.Train.ReconstructionError);
        Assert.All(autoencoder.Report.Epochs, epoch => Assert.Equal(0, epoch.KlWeight));
    }

    [Fact]
    public void The_weight_of_the_KL_term_rises_to_Beta()
    {
        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 10, Objective = Objective.Elbo(2, KlAnnealing.Linear(0.5)) };
        TrainingResult result = TrainingRuns.Train(plan, TrainingRuns.Rows(300));
        double[] weights = [.. result.Report.Epochs.Select(epoch => epoch.KlWeight)];

        Assert.Equal(weights.Order(), weights);
        Assert.InRange(weights[1], 0.5, 1);
        Assert.Equal(2, weights[5]);
        Assert.Equal(2, weights[^1]);
    }

    [Fact]
    public void A_diverging_run_says_where_and_what_to_do()
    {
        TrainingPlan plan = TrainingRuns.Plan() with { LearningRate = 1e30, GradientClipNorm = double.PositiveInfinity };

        var exception = Assert.Throws<TrainingDivergedException>(() => TrainingRuns.Train(plan, TrainingRuns.Rows(100)));

        Assert.Equal(1, exception.Epoch);
        Assert.InRange(exception.Step, 1, 10);
        Assert.Contains("Lower LearningRate (it was 1E+30)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_held_out_row_beyond_all_measure_ends_training_and_not_in_untrained_weights()
    {
        float[] rows = TrainingRuns.Rows(100);
        TrainingPlan plan = TrainingRuns.Plan();
        rows[RowSplit.Create(100, plan.ValidationFraction, plan.Seed).Validation[0] * 6] = 1e30f;

        Assert.Throws<TrainingDivergedException>(() => TrainingRuns.Train(plan, rows));
    }

    [Fact]
    public void Cancelling_stops_before_the_next_step()
    {
        using var cancellation = new CancellationTokenSource();
        int epochs = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRuns.Train(
            TrainingRuns.Plan(), TrainingRuns.Rows(200), _ => { epochs++; cancellation.Cancel(); }, cancellation.Token));

        Assert.Equal(1, epochs);
    }

    [Fact]
    public void Held_out_rows_that_stop_improving_end_training()
    {
        var random = new Random(1);
        float[] noise = [.. Enumerable.Range(0, 60 * 6).Select(_ => (float)random.NextDouble())];
        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 2000, Patience = 5, LearningRate = 0.02 };
        TrainingResult result = TrainingRuns.Train(plan, noise);

        Assert.True(result.Report.StoppedEarly);
        Assert.True(result.Report.Epochs.Count < 2000);
        Assert.Equal(result.Report.Epochs.Count, result.Report.Summary.BestEpoch + 5);
    }

    [Fact]
    public void Without_held_out_rows_the_last_epoch_counts()
    {
        TrainingPlan plan = TrainingRuns.Plan() with { ValidationFraction = 0, Epochs = 4 };
        TrainingResult result = TrainingRuns.Train(plan, TrainingRuns.Rows(50));

        Assert.Equal(4, result.Report.Summary.BestEpoch);
        Assert.Empty(result.ValidationRows);
        Assert.All(result.Report.Epochs, epoch => Assert.Null(epoch.Validation));
    }

    /// <summary>Rows on a curved sheet, one in ten with a gross error in one slot: what does it do to the good ones?</summary>
    [Fact]
    public void Gross_errors_teach_a_Student_t_likelihood_less_than_a_Gaussian_one()
    {
        float[] good = TrainingRuns.Rows(600);
        float[] bad = [.. good];
        var random = new Random(3);
        for (int row = 0; row < 600; row += 10)
        {
            bad[(row * 6) + random.Next(6)] += random.Next(2) == 0 ? 8 : -8;
        }

        double gaussian = Error(Likelihood.Gaussian, bad);
        double robust = Error(Likelihood.StudentT(), bad);

        Assert.True(robust < 0.8 * gaussian, $"{robust} against {gaussian}");

        // The mean squared difference of good rows from their reconstructions.
        double Error(Likelihood likelihood, float[] rows)
        {
            TrainingPlan plan = TrainingRuns.Plan(likelihood: likelihood) with { Epochs = 120 };
            plan = plan with { Architecture = plan.Architecture with { LatentDimension = 3 } };
            using var model = new VaeModel(TrainingRuns.Train(plan, rows).Model);
            return Enumerable.Range(0, 100).Average(row =>
            {
                float[] x = good[(row * 6)..((row + 1) * 6)];
                return model.Reconstruct(x).Zip(x, (r, v) => (double)(r - v) * (r - v)).Sum();
            });
        }
    }

    [Fact]
    public void Bernoulli_rows_are_learned()
    {
        TrainingPlan plan = TrainingRuns.Plan(likelihood: Likelihood.Bernoulli) with { Epochs = 60 };
        TrainingResult result = TrainingRuns.Train(plan, TrainingRuns.Rows(500));

        Assert.True(result.Report.Best.Validation!.Value.Elbo > result.Report.Epochs[0].Validation!.Value.Elbo);
    }
}
