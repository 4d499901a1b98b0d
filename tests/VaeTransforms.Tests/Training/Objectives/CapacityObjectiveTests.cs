using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class CapacityObjectiveTests
{
    private static readonly VaeArchitecture Architecture = TestModels.Architecture(5, 3, [6]);

    [Fact]
    public void The_distance_from_the_capacity_costs_gamma_nats_each()
    {
        var run = new ObjectiveRun(Objective.Capacity(5, gamma: 3), Architecture) { Scheduled = 0.1 };
        ObjectiveRun.Result below = run.Reference();
        run.Scheduled = 4;
        ObjectiveRun.Result above = run.Reference();
        run.Scheduled = below.Elbo.KlDivergence;
        ObjectiveRun.Result at = run.Reference();

        Assert.Equal(3 * (below.Elbo.KlDivergence - 0.1), below.Loss - below.Elbo.ReconstructionError, 1e-9);
        Assert.Equal(3 * (4 - above.Elbo.KlDivergence), above.Loss - above.Elbo.ReconstructionError, 1e-9);
        Assert.Equal(at.Elbo.ReconstructionError, at.Loss, 1e-9);
        Assert.Equal(4, above.Parts["Capacity"]);
    }

    [Fact]
    public void Training_reaches_the_capacity_that_is_set()
    {
        foreach (double nats in new[] { 1.0, 3.0 })
        {
            TrainingPlan plan = TrainingRuns.Plan() with
            {
                Epochs = 60,
                ValidationFraction = 0,
                Objective = Objective.Capacity(nats, gamma: 50),
            };
            EpochMetrics last = TrainingRuns.Train(plan, TrainingRuns.Rows(400)).Report.Best;

            Assert.Equal(nats, last.Train.KlDivergence, 0.15);
            Assert.Equal(nats, last.ObjectiveParts["Capacity"], 1e-6);
        }
    }

    [Fact]
    public void The_capacity_rises_over_its_share_of_the_steps()
    {
        Objective capacity = Objective.Capacity(8, share: 0.5);

        Assert.Equal(0, capacity.Scheduled(0, 100));
        Assert.Equal(4, capacity.Scheduled(25, 100), 1e-12);
        Assert.Equal(8, capacity.Scheduled(50, 100));
        Assert.Equal(10, capacity.KlWeight(0, 100));
    }
}
