using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class FreeBitsObjectiveTests
{
    private static readonly VaeArchitecture Architecture = TestModels.Architecture(5, 3, [6]);

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(50)]
    public void Each_dimension_pays_at_least_its_free_nats(double nats)
    {
        var run = new ObjectiveRun(Objective.FreeBits(nats), Architecture);
        ObjectiveRun.Result result = run.Reference();
        double free = result.Parts["FreeKlDivergence"];

        // Within the two limits the sum of the maxima is the KL divergence, or all of it is free.
        Assert.InRange(free, Math.Max(result.Elbo.KlDivergence, 3 * nats) - 1e-9, result.Elbo.KlDivergence + (3 * nats) + 1e-9);
        Assert.Equal(result.Elbo.ReconstructionError + (run.Scheduled * free), result.Loss, 1e-12);
        if (nats != 0.05 && nats != 0.2)
        {
            Assert.Equal(nats == 50 ? 150 : result.Elbo.KlDivergence, free, 1e-9);
        }
    }

    [Fact]
    public void A_dimension_within_its_free_nats_has_no_gradient_of_the_KL()
    {
        // With everything free, only the reconstruction error is left.
        (_, float[] free) = new ObjectiveRun(Objective.FreeBits(50), Architecture).Compiled();
        (_, float[] reconstruction) = new ObjectiveRun(Objective.Elbo(), Architecture) { Scheduled = 0 }.Compiled();

        Assert.All(reconstruction.Zip(free), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void It_keeps_dimensions_that_the_ELBO_lets_collapse()
    {
        // Columns of noise: nothing to tell about a row, so the ELBO turns every dimension off.
        var random = new Random(2);
        float[] noise = [.. Enumerable.Range(0, 400 * 6).Select(_ => (float)random.NextDouble())];
        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 40, ValidationFraction = 0 };

        double elbo = TrainingRuns.Train(plan, noise).Report.Best.Train.KlDivergence;
        EpochMetrics free = TrainingRuns.Train(plan with { Objective = Objective.FreeBits(0.5) }, noise).Report.Best;

        Assert.True(elbo < 0.3, $"{elbo}");
        Assert.InRange(free.Train.KlDivergence, 0.7, 1.5);
        Assert.InRange(free.ObjectiveParts["FreeKlDivergence"], 1, 1.6);
    }
}
