using TorchSharp;
using VaeTransforms.Numerics;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

/// <summary>Weights of rows in the loss and in the held-out ELBO.</summary>
public sealed class RowWeightsTests
{
    private const int Width = 5;
    private const int Latent = 2;

    private static readonly VaeArchitecture Architecture = TestModels.Architecture(Width, Latent, [7]);

    [Fact]
    public void Whole_weights_give_the_gradient_of_repeated_rows()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] values = TrainingRuns.Rows(4, Width);
        float[] noise = [0.3f, -1, 0.7f, 0.2f, 1.4f, -0.6f, -0.1f, 0.9f];
        float[] weights = [3, 1, 0, 2];
        int[] repeated = [0, 0, 0, 1, 3, 3];
        TrainingPlan plan = TrainingRuns.Plan() with { RowWeights = new RowWeights("Weight", weights) };
        Tensor normalized = SideFactors.Of(plan, [0, 1, 2, 3])!.InMemory(plan);

        (StepOutcome weighted, float[] gradient) = Step([0, 1, 2, 3], normalized.view(1, 4, 1));
        (StepOutcome expected, float[] expectedGradient) = Step(repeated, null);

        Assert.Equal(1, normalized.mean().item<float>(), 1e-6f);
        Assert.Equal(expected.Parts.ReconstructionError, weighted.Parts.ReconstructionError, 1e-3);
        Assert.Equal(expected.Parts.KlDivergence, weighted.Parts.KlDivergence, 1e-5);
        double scale = expectedGradient.Max(Math.Abs);
        Assert.All(expectedGradient.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * scale));

        (StepOutcome Outcome, float[] Gradient) Step(int[] places, Tensor? rowWeights)
        {
            using var generator = new Generator(5, CPU);
            using var network = new TorchNetwork(Architecture, generator);
            using var steps = new FormulaSteps(network, double.PositiveInfinity);
            Tensor rows = ones(1, places.Length, Width + 1);
            for (int i = 0; i < places.Length; i++)
            {
                rows[0, i].narrow(0, 0, Width).copy_(tensor(values[(places[i] * Width)..((places[i] + 1) * Width)]));
            }

            float[] draws = [.. places.SelectMany(place => noise[(place * Latent)..((place + 1) * Latent)])];
            StepOutcome[] outcomes = steps.Take(
                rows,
                tensor(draws).view(1, places.Length, Latent),
                zeros(1, places.Length, 0),
                rowWeights,
                [new StepSchedule(1e-3, 0.7)]);
            return (outcomes[0], network.Gradient.data<float>().ToArray());
        }
    }

    [Fact]
    public void The_held_out_ELBO_is_a_weighted_mean()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        using var network = new TorchNetwork(Architecture, generator);
        var rows = new RowMatrix(TrainingRuns.Rows(6, Width), Width);
        var batches = new TrainingBatches(rows, LearnedNormalization.Learn(Normalization.Standardize, rows, rows.Indices));
        double[] alone = [.. Enumerable.Range(0, 3).Select(i => Elbo([.. Enumerable.Range(0, 3).Select(j => i == j ? 1f : 0f)]))];

        Assert.Equal(((2 * alone[0]) + (0.5 * alone[2])) / 2.5, Elbo([2, 0, 0.5f]), 1e-4);
        Assert.Equal(alone.Average(), new HeldOutElbo(network, batches, [3, 4, 5], 1).Measure(default).Elbo, 1e-4);

        double Elbo(float[] weights)
        {
            Tensor all = tensor((float[])[9, 9, 9, .. weights]).view(-1, 1);
            return new HeldOutElbo(network, batches, [3, 4, 5], 1, all).Measure(default).Elbo;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void Equal_weights_train_as_no_weights_do(double weight)
    {
        TrainingPlan plan = TrainingRuns.Plan() with { AlwaysDifferentiate = true };
        float[] rows = TrainingRuns.Rows(300);

        TrainingResult expected = TrainingRuns.Train(plan, rows);
        TrainingResult weighted = TrainingRuns.Train(
            plan with { RowWeights = new RowWeights("Weight", [.. Enumerable.Repeat((float)weight, 300)]) }, rows);

        Assert.Equal(TrainingPath.Derived, weighted.Report.Path);
        Assert.All(
            expected.Report.Epochs.Zip(weighted.Report.Epochs),
            pair => Assert.Equal(pair.First.Validation!.Value.Elbo, pair.Second.Validation!.Value.Elbo, 1e-3));
    }

    [Fact]
    public void The_scale_of_weights_does_not_matter()
    {
        float[] rows = TrainingRuns.Rows(300);
        float[] weights = [.. Enumerable.Range(0, 300).Select(i => (float)(i % 4))];

        TrainingResult Train(float factor) => TrainingRuns.Train(
            TrainingRuns.Plan() with { RowWeights = new("Weight", [.. weights.Select(weight => weight * factor)]) }, rows);

        Assert.Equal(Train(1).Report.Summary.Elbo, Train(1000).Report.Summary.Elbo, 1e-3);
    }

    [Fact]
    public void Rows_of_weight_0_teach_nothing()
    {
        // Every second row is far from the sheet.
        float[] rows = TrainingRuns.Rows(400);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] += i / 6 % 2 == 0 ? 0 : 3 * ((i % 3) - 1);
        }

        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 40 };
        RowWeights even = new("Weight", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 1f : 0f)]);
        using var both = new VaeModel(TrainingRuns.Train(plan with { AlwaysDifferentiate = true }, rows).Model);
        using var half = new VaeModel(TrainingRuns.Train(plan with { RowWeights = even }, rows).Model);

        Assert.True(Error(half, 1) > 3 * Error(both, 1), $"{Error(half, 1)} and {Error(both, 1)}");
        Assert.True(Error(half, 0) < Error(both, 0), $"{Error(half, 0)} and {Error(both, 0)}");

        double Error(VaeModel model, int first) => Enumerable.Range(0, 100).Average(i =>
        {
            float[] row = rows[(((2 * i) + first) * 6)..(((2 * i) + first + 1) * 6)];
            return model.Reconstruct(row).Zip(row, (r, v) => (double)(r - v) * (r - v)).Sum();
        });
    }
}
