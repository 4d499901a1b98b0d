using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

[Collection(typeof(Alone))]
public sealed class TrainingLifetimeTests
{
    [Fact]
    public void Training_leaves_no_live_tensors()
    {
        TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 1 }, TrainingRuns.Rows(100));
        long before = Tensor.TotalCount;

        TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 2 }, TrainingRuns.Rows(100));
        Assert.Equal(before, Tensor.TotalCount);

        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainingRuns.Train(TrainingRuns.Plan(), TrainingRuns.Rows(100), _ => cancellation.Cancel(), cancellation.Token));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_run_that_throws_leaves_no_live_tensors()
    {
        TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 1 }, TrainingRuns.Rows(100));
        long before = Tensor.TotalCount;

        Assert.Throws<TrainingDivergedException>(() => TrainingRuns.Train(
            TrainingRuns.Plan() with { LearningRate = 1e30, GradientClipNorm = double.PositiveInfinity }, TrainingRuns.Rows(100)));
        Assert.Throws<InvalidOperationException>(() => TrainingRuns.Train(
            TrainingRuns.Plan(), TrainingRuns.Rows(100), _ => throw new InvalidOperationException("A listener that fails.")));

        Assert.Equal(before, Tensor.TotalCount);
    }
}
