using VaeTransforms.Interop;
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

    [Fact]
    public void The_callers_random_stream_threads_and_gradient_mode_stay_as_they_are()
    {
        TorchRuntime.EnsureLoaded(null);
        int threads = get_num_threads();
        random.manual_seed(3);
        using Tensor expected = rand(4);
        random.manual_seed(3);
        using var noGradients = no_grad();

        TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 2 }, TrainingRuns.Rows(100));

        using Tensor actual = rand(4);
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
        Assert.Equal(threads, get_num_threads());
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Fits_side_by_side_leave_the_default_number_of_threads()
    {
        TorchRuntime.EnsureLoaded(null);
        int before = NumberOfANewThread();

        Parallel.For(0, 16, _ => TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 1 }, TrainingRuns.Rows(50)));

        Assert.Equal(before, NumberOfANewThread());
    }

    private static int NumberOfANewThread()
    {
        int number = 0;
        var thread = new Thread(() => number = get_num_threads());
        thread.Start();
        thread.Join();
        return number;
    }
}
