using System.Globalization;
using TorchSharp;
using VaeTransforms.Interop;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class CompiledStepsTests
{
    private const int Width = 11;
    private const int Latent = 3;
    private const int Rows = 6;

    public static TheoryData<string, Activation, int[]> Architectures => VaeNetworkTests.Architectures;

    public CompiledStepsTests() => TorchRuntime.EnsureLoaded(null);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Gradients_match_automatic_differentiation_within_1e5(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, hidden, activation, Likelihood.FromName(likelihood));
        using var ours = new Run(architecture, compiled: true);
        using var theirs = new Run(architecture, compiled: false);

        ours.Take([new StepSchedule(1e-3, 0.7)]);
        theirs.Take([new StepSchedule(1e-3, 0.7)]);

        // Both leave the gradient of their last step behind.
        Near(theirs.Network.Gradient, ours.Network.Gradient, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Steps_match_those_of_automatic_differentiation(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, hidden, activation, Likelihood.FromName(likelihood));
        using var ours = new Run(architecture, compiled: true, clipNorm: 0.5);
        using var theirs = new Run(architecture, compiled: false, clipNorm: 0.5);
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
    public void Steps_take_no_harm_from_garbage_collected_meanwhile(bool compiled)
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new Run(TestModels.Architecture(Width, Latent), compiled, clipNorm: 0.5);
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
        using var ours = new Run(architecture, compiled: true);
        using var theirs = new Run(architecture, compiled: false);
        foreach (Run run in new[] { ours, theirs })
        {
            // The heads' biases: a mean and a log-variance per dimension.
            using var _ = no_grad();
            run.Network.Layers(run.Network.Parameters)[1][5].copy_(tensor(new float[] { 0, 0, 0, 30, -30, 1 }));
            run.Take([new StepSchedule(1e-3, 1)]);
        }

        Near(theirs.Network.Gradient, ours.Network.Gradient, 1e-5);
        Tensor logVariances = ours.Network.Layers(ours.Network.Gradient)[1].narrow(1, 3, 2);
        Assert.Equal(0, logVariances.abs().sum().item<float>());
    }

    [Theory]
    [InlineData(2.01)]
    [InlineData(4)]
    [InlineData(100)]
    public void A_row_far_away_pulls_with_the_force_that_automatic_differentiation_gives(double degreesOfFreedom)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, likelihood: Likelihood.StudentT(degreesOfFreedom));
        using var ours = new Run(architecture, compiled: true);
        using var theirs = new Run(architecture, compiled: false);
        foreach (Run run in new[] { ours, theirs })
        {
            run.Batches[0, 2, 3] = 1e4f;
            run.Take([new StepSchedule(1e-3, 1)]);
        }

        Near(theirs.Network.Gradient, ours.Network.Gradient, 1e-5);
    }

    [Fact]
    public void All_degrees_of_freedom_have_one_script_that_is_compiled_once() => Assert.Equal(
        StepScript.For(TestModels.Architecture(likelihood: Likelihood.StudentT(3))),
        StepScript.For(TestModels.Architecture(likelihood: Likelihood.StudentT(7.5))));

    [Fact]
    public void The_decoders_variance_stays_within_its_bounds()
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new Run(TestModels.Architecture(Width, Latent), compiled: true);

        // Adam's first step moves everything by the step size.
        run.Take([new StepSchedule(7, 1)]);

        Tensor bounded = run.Network.DecoderLogVariance(run.Network.Parameters);
        Assert.InRange(bounded.abs().max().item<float>(), 5.99f, 6f);
    }

    [Fact]
    public void A_row_that_is_not_finite_gives_an_outcome_that_is_not()
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new Run(TestModels.Architecture(Width, Latent), compiled: true);
        run.Batches[1, 2, 3] = float.NaN;

        StepOutcome[] outcomes = run.Take([.. Enumerable.Repeat(new StepSchedule(1e-3, 1), 3)]);

        Assert.True(outcomes[0].IsFinite);
        Assert.False(outcomes[1].IsFinite);
    }

    [Fact]
    public void The_script_is_the_same_in_a_culture_that_writes_numbers_with_a_comma()
    {
        string expected = StepScript.For(TestModels.Architecture());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, StepScript.For(TestModels.Architecture()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("Gaussian")]
    [InlineData("StudentT(4)")]
    [InlineData("Bernoulli")]
    public void A_whole_run_ends_where_one_by_automatic_differentiation_does(string likelihood)
    {
        TrainingPlan plan = TrainingRuns.Plan(likelihood: Likelihood.FromName(likelihood)) with { Epochs = 20 };
        TrainingResult ours = TrainingRuns.Train(plan, TrainingRuns.Rows(300));
        TrainingResult theirs = TrainingRuns.Train(plan with { AlwaysDifferentiate = true }, TrainingRuns.Rows(300));

        Assert.Equal(TrainingPath.Compiled, ours.Report.Path);
        Assert.Equal(TrainingPath.Autograd, theirs.Report.Path);
        Assert.Equal(theirs.Report.Steps, ours.Report.Steps);
        Assert.Equal(theirs.Report.Summary.Elbo, ours.Report.Summary.Elbo, 0.01);
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        double scale = Math.Max(1, expected.abs().max().item<float>());
        Assert.InRange((expected - actual).abs().max().item<float>() / scale, 0, tolerance);
    }

    /// <summary>The same network, batches and noise for both.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Generator _generator = new(5, CPU);
        private readonly ITrainingSteps _steps;
        private readonly Tensor _noise;

        public Run(VaeArchitecture architecture, bool compiled, double clipNorm = double.PositiveInfinity)
        {
            Network = new VaeNetwork(architecture, _generator);
            using var _ = no_grad();
            Network.Parameters.add_(randn(Network.Parameters.shape, float32, CPU, generator: _generator), 0.2);
            Batches = ones(8, Rows, Width + 1);
            Batches.narrow(2, 0, Width).copy_(rand([8, Rows, Width], float32, CPU, generator: _generator));
            _noise = randn([8, Rows, Latent], float32, CPU, generator: _generator);
            _steps = compiled ? new CompiledSteps(Network, clipNorm) : new AutogradSteps(Network, clipNorm);
        }

        public VaeNetwork Network { get; }

        public Tensor Batches { get; }

        public StepOutcome[] Take(StepSchedule[] schedule)
        {
            using var _ = no_grad();
            return _steps.Take(Batches.narrow(0, 0, schedule.Length), _noise.narrow(0, 0, schedule.Length), schedule);
        }

        public void Dispose()
        {
            _steps.Dispose();
            Network.Dispose();
            _generator.Dispose();
        }
    }
}
