using TorchSharp;
using VaeTransforms.Model;
using VaeTransforms.Tests.Training.Objectives;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Labels;

public sealed class RowLabelsTests
{
    private static readonly VaeArchitecture Architecture =
        TestModels.Architecture(5, 3, [6]) with { Prior = Prior.MixtureOfGaussians(4) };

    public static TheoryData<string> Objectives => ["elbo", "iwae"];

    [Theory]
    [MemberData(nameof(Objectives))]
    public void A_compiled_step_gives_the_loss_of_labels_and_its_gradient(string name)
    {
        Objective objective = name == "elbo" ? Objective.Elbo() : Objective.Iwae(3);
        var run = new ObjectiveRun(objective, Architecture);
        var without = new ObjectiveRun(objective, Architecture).Reference();
        run.Labels = new double[run.Rows * 4];
        run.Labels[2] = 1.5;
        run.Labels[(5 * 4) + 1] = 1.5;
        run.RowWeights[5] = 2;

        ObjectiveRun.Result expected = run.Reference();
        (ObjectiveRun.Result actual, float[] gradient) = run.Compiled();

        Assert.Equal(expected.Loss, actual.Loss, 1e-4 * Math.Abs(expected.Loss));
        Assert.Equal(expected.Parts["LabelLoss"], actual.Parts["LabelLoss"], 1e-4);
        Assert.True(expected.Parts["LabelLoss"] > 0 && !without.Parts.ContainsKey("LabelLoss"));
        double[] differences = run.FiniteDifferences();
        double scale = differences.Max(Math.Abs);
        Assert.All(differences.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 2e-4 * scale));
    }

    [Fact]
    public void Few_labels_count_as_much_as_many()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] few = Beside([0, 2, 0, 0, 1], [0, 1, 2, 3]);
        float[] many = Beside([3, 2, 1, 1, 1], [0, 1, 2, 3]);

        // A weight of 1 for the row, and 1 + LabelWeight / (share of training rows with a label) at the label.
        Assert.Equal([1, 0, 3, 0], few[4..8]);
        Assert.Equal([1, 0, 0, 0], few[..4]);
        Assert.Equal([1, 0, 1.5f, 0], many[4..8]);
        Assert.Equal([1, 0, 0, 1.5f], many[..4]);
    }

    private static float[] Beside(int[] labels, long[] training)
    {
        TrainingPlan plan = TrainingRuns.Plan(5) with { Labels = new RowLabels("Label", labels, NamedKeys.Numbered(3), 0.5) };
        return SideFactors.Of(plan, training)!.InMemory(plan).data<float>().ToArray();
    }
}
