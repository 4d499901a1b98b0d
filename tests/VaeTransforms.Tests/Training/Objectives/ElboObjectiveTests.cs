using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class ElboObjectiveTests
{
    [Fact]
    public void Its_value_is_the_reconstruction_error_and_the_weighted_KL()
    {
        var run = new ObjectiveRun(Objective.Elbo(2), TestModels.Architecture(5, 3, [6])) { Scheduled = 0.3 };
        ObjectiveRun.Result result = run.Reference();

        Assert.Equal(result.Elbo.ReconstructionError + (0.3 * result.Elbo.KlDivergence), result.Loss, 1e-12);
        Assert.Equal(-result.Elbo.Elbo, (new ObjectiveRun(Objective.Elbo(2), TestModels.Architecture(5, 3, [6]))
        {
            Scheduled = 1,
        }).Reference().Loss, 1e-12);
    }

    [Fact]
    public void Beta_and_KlWarmup_are_short_for_it()
    {
        Assert.Equal(Objective.Elbo(), new VaeOptions().ChosenObjective);
        Assert.Equal(
            Objective.Elbo(3, KlAnnealing.Linear(0.4)), new VaeOptions { Beta = 3, KlWarmup = 0.4 }.ChosenObjective);
    }

    [Fact]
    public void Beta_and_the_objective_train_the_same_weights()
    {
        float[] rows = TrainingRuns.Rows(200);
        float[][] Weights(TrainingPlan plan) =>
            [.. TrainingRuns.Train(plan, rows).Model.Weights.Arrays.Select(array => array.Values)];

        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 3 };

        Assert.Equal(Weights(plan), Weights(plan with { Objective = Objective.Elbo(1, KlAnnealing.Linear(0.2)) }));
    }
}
