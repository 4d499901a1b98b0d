using VaeTransforms.Interop;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

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
            return [.. result.Model.Weights.Tensors(result.Model.Architecture).Select(t => t.Values)];
        }

        float[][] first = Weights(7);
        float[][] again = Weights(7);
        float[][] other = Weights(8);

        Assert.All(first.Zip(again), pair => Assert.Equal(pair.First, pair.Second));
        Assert.NotEqual(first[2], other[2]);
    }

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
}
