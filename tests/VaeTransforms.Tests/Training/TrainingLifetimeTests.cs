using TorchSharp;
using VaeTransforms.Training;
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

        TrainingPlan diverging = TrainingRuns.Plan() with { LearningRate = 1e30, GradientClipNorm = double.PositiveInfinity };
        Assert.Throws<TrainingDivergedException>(() => TrainingRuns.Train(diverging, TrainingRuns.Rows(100)));
        Assert.Throws<InvalidOperationException>(() => TrainingRuns.Train(
            TrainingRuns.Plan(), TrainingRuns.Rows(100), _ => throw new InvalidOperationException("A listener that fails.")));

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_callers_random_stream_threads_and_gradient_mode_stay_as_they_are(bool wide, bool differentiate)
    {
        int threads = get_num_threads();
        random.manual_seed(3);
        using Tensor expected = rand(4);
        random.manual_seed(3);
        using var noGradients = no_grad();

        Train(wide, differentiate);

        using Tensor actual = rand(4);
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
        Assert.Equal(threads, get_num_threads());
        Assert.False(is_grad_enabled());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_gives_the_same_weights_where_the_caller_has_inference_mode_on(bool differentiate)
    {
        TrainingResult expected = Train(wide: true, differentiate);
        using var inference = inference_mode();

        TrainingResult actual = Train(wide: true, differentiate);

        Assert.Equal(expected.Model.Weights["heads.weight"].Values, actual.Model.Weights["heads.weight"].Values);
        Assert.True(is_inference_mode_enabled());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_callers_dispose_scope_is_given_nothing_and_loses_nothing(bool wide)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = ones(3);
        long before = Tensor.TotalCount;

        Train(wide, differentiate: false);

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.False(kept.IsInvalid);
    }

    [Fact]
    public void A_wide_step_runs_on_the_callers_thread_and_a_narrow_one_on_its_own()
    {
        int thread = 0;
        void Note(TrainingProgress progress) => thread = Environment.CurrentManagedThreadId;

        Train(wide: true, differentiate: false, Note);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);

        Train(wide: false, differentiate: false, Note);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Fits_side_by_side_leave_the_default_number_of_threads()
    {
        int before = NumberOfANewThread();

        Parallel.For(0, 16, _ => TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 1 }, TrainingRuns.Rows(50)));

        Assert.Equal(before, NumberOfANewThread());
    }

    private static TrainingResult Train(bool wide, bool differentiate, Action<TrainingProgress>? onEpoch = null)
    {
        TrainingPlan plan = wide ? TrainingRuns.WidePlan() : TrainingRuns.Plan() with { Epochs = 1 };
        return TrainingRuns.Train(
            plan with { AlwaysDifferentiate = differentiate }, TrainingRuns.Rows(320, plan.Architecture.InputSize), onEpoch);
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
