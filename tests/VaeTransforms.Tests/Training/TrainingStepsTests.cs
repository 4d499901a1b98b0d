using TorchSharp;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;
using static VaeTransforms.Tests.Training.StepRun;

namespace VaeTransforms.Tests.Training;

public sealed class TrainingStepsTests
{
    public static TheoryData<string, Activation, int[]> Architectures => TorchNetworkTests.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Gradients_match_automatic_differentiation_within_1e5(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, hidden, activation, TestModels.Named(likelihood));
        using var writtenOut = new StepRun(architecture, writtenOut: true);
        using var derived = new StepRun(architecture, writtenOut: false);
        Tensor expected = derived.AutomaticGradient(0.7);

        writtenOut.Take([new StepSchedule(1e-3, 0.7)]);
        derived.Take([new StepSchedule(1e-3, 0.7)]);

        // Both leave the gradient of their last step behind.
        Near(expected, writtenOut.Network.Gradient, 1e-5);
        Near(expected, derived.Network.Gradient, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Both_paths_take_the_same_steps(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, hidden, activation, TestModels.Named(likelihood));
        using var ours = new StepRun(architecture, writtenOut: true, clipNorm: 0.5);
        using var theirs = new StepRun(architecture, writtenOut: false, clipNorm: 0.5);
        StepSchedule[] schedule = [.. Enumerable.Range(0, 8).Select(i => new StepSchedule(1e-3 * (i + 1), 0.1 * i))];

        StepOutcome[] expected = theirs.Take(schedule);
        StepOutcome[] actual = ours.Take(schedule);

        foreach ((StepOutcome e, StepOutcome a) in expected.Zip(actual))
        {
            Assert.Equal(e.Parts.ReconstructionError, a.Parts.ReconstructionError, 1e-4 * Math.Abs(e.Parts.ReconstructionError));
            Assert.Equal(e.Parts.KlDivergence, a.Parts.KlDivergence, 1e-4 * e.Parts.KlDivergence);
            Assert.Equal(e.GradientNorm, a.GradientNorm, 1e-4 * e.GradientNorm);
        }

        Assert.True(expected[0].GradientNorm > 0.5, "Nothing was cut.");

        // Adam takes whole steps however small a gradient, so where one is near 0 its last digits show.
        Near(theirs.Network.Parameters, ours.Network.Parameters, 1e-3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Steps_take_no_harm_from_garbage_collected_meanwhile(bool writtenOut)
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new StepRun(TestModels.Architecture(Width, Latent), writtenOut, clipNorm: 0.5);
        using var ended = new ManualResetEventSlim();
        var collecting = new Thread(() =>
        {
            while (!ended.IsSet)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collecting.Start();
        try
        {
            for (int i = 0; i < 500; i++)
            {
                Assert.True(run.Take([new StepSchedule(1e-3, 1)])[0].IsFinite);
            }
        }
        finally
        {
            ended.Set();
            collecting.Join();
        }
    }

    [Fact]
    public void A_log_variance_beyond_its_bounds_has_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent);
        using var ours = new StepRun(architecture, writtenOut: true);
        using var theirs = new StepRun(architecture, writtenOut: false);
        foreach (StepRun run in new[] { ours, theirs })
        {
            // The heads' biases: a mean and a log-variance per dimension.
            using var _ = no_grad();
            run.Network["heads.bias"].copy_(tensor(new float[] { 0, 0, 0, 30, -30, 1 }));
            run.Take([new StepSchedule(1e-3, 1)]);
        }

        Near(theirs.Network.Gradient, ours.Network.Gradient, 1e-5);
        Tensor logVariances = ours.Network.Views(ours.Network.Gradient)[2].narrow(1, 3, 2);
        Assert.Equal(0, logVariances.abs().sum().item<float>());
    }

    [Theory]
    [InlineData(2.01)]
    [InlineData(4)]
    [InlineData(100)]
    public void A_row_far_away_pulls_with_the_same_force_on_both_paths(double degreesOfFreedom)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, likelihood: Likelihood.StudentT(degreesOfFreedom));
        using var ours = new StepRun(architecture, writtenOut: true);
        using var theirs = new StepRun(architecture, writtenOut: false);
        foreach (StepRun run in new[] { ours, theirs })
        {
            run.Batches[0, 2, 3] = 1e4f;
            run.Take([new StepSchedule(1e-3, 1)]);
        }

        Near(theirs.Network.Gradient, ours.Network.Gradient, 1e-5);
    }

    [Fact]
    public void The_decoders_variance_stays_within_its_bounds()
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new StepRun(TestModels.Architecture(Width, Latent), writtenOut: true);

        // Adam's first step moves everything by the step size.
        run.Take([new StepSchedule(7, 1)]);

        Tensor bounded = run.Network["likelihood.log_variance"];
        Assert.InRange(bounded.abs().max().item<float>(), 5.99f, 6f);
    }

    [Fact]
    public void A_row_that_is_not_finite_gives_an_outcome_that_is_not()
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new StepRun(TestModels.Architecture(Width, Latent), writtenOut: true);
        run.Batches[1, 2, 3] = float.NaN;

        StepOutcome[] outcomes = run.Take([.. Enumerable.Repeat(new StepSchedule(1e-3, 1), 3)]);

        Assert.True(outcomes[0].IsFinite);
        Assert.False(outcomes[1].IsFinite);
    }

    [Theory]
    [InlineData("Gaussian")]
    [InlineData("StudentT(4)")]
    [InlineData("Bernoulli")]
    public void A_whole_run_ends_at_the_same_elbo_on_both_paths(string likelihood)
    {
        TrainingPlan plan = TrainingRuns.Plan(likelihood: TestModels.Named(likelihood)) with { Epochs = 20 };
        TrainingResult ours = TrainingRuns.Train(plan, TrainingRuns.Rows(300));
        TrainingResult theirs = TrainingRuns.Train(plan with { AlwaysDifferentiate = true }, TrainingRuns.Rows(300));

        Assert.Equal(TrainingPath.WrittenOut, ours.Report.Path);
        Assert.Equal(TrainingPath.Derived, theirs.Report.Path);
        Assert.Equal(theirs.Report.Steps, ours.Report.Steps);
        Assert.Equal(theirs.Report.Summary.Elbo, ours.Report.Summary.Elbo, 0.01);
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        double scale = Math.Max(1, expected.abs().max().item<float>());
        Assert.InRange((expected - actual).abs().max().item<float>() / scale, 0, tolerance);
    }
}
