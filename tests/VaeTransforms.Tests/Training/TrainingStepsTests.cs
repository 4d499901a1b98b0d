using System.Globalization;
using TorchSharp;
using VaeTransforms.Formulas;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class TrainingStepsTests
{
    private const int Width = 11;
    private const int Latent = 3;
    private const int Rows = 6;

    public static TheoryData<string, Activation, int[]> Architectures => TorchNetworkTests.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Gradients_match_automatic_differentiation_within_1e5(string likelihood, Activation activation, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        VaeArchitecture architecture = TestModels.Architecture(Width, Latent, hidden, activation, TestModels.Named(likelihood));
        using var writtenOut = new Run(architecture, writtenOut: true);
        using var derived = new Run(architecture, writtenOut: false);
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
        using var ours = new Run(architecture, writtenOut: true, clipNorm: 0.5);
        using var theirs = new Run(architecture, writtenOut: false, clipNorm: 0.5);
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
        using var run = new Run(TestModels.Architecture(Width, Latent), writtenOut, clipNorm: 0.5);
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
        using var ours = new Run(architecture, writtenOut: true);
        using var theirs = new Run(architecture, writtenOut: false);
        foreach (Run run in new[] { ours, theirs })
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
        using var ours = new Run(architecture, writtenOut: true);
        using var theirs = new Run(architecture, writtenOut: false);
        foreach (Run run in new[] { ours, theirs })
        {
            run.Batches[0, 2, 3] = 1e4f;
            run.Take([new StepSchedule(1e-3, 1)]);
        }

        Near(theirs.Network.Gradient, ours.Network.Gradient, 1e-5);
    }

    [Fact]
    public void All_degrees_of_freedom_have_one_script_that_is_compiled_once() => Assert.Equal(
        StepScript.For(DenseNetwork.Match(TestModels.Architecture(likelihood: Likelihood.StudentT(3)))!),
        StepScript.For(DenseNetwork.Match(TestModels.Architecture(likelihood: Likelihood.StudentT(7.5)))!));

    [Fact]
    public void Networks_that_differ_in_sizes_and_numbers_have_one_derived_script() => Assert.Equal(
        FormulaScript.For(TestModels.Architecture(likelihood: Likelihood.StudentT(3))).Source,
        FormulaScript.For(TestModels.Architecture(9, 3, [7], likelihood: Likelihood.StudentT(7.5))).Source);

    [Fact]
    public void The_decoders_variance_stays_within_its_bounds()
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new Run(TestModels.Architecture(Width, Latent), writtenOut: true);

        // Adam's first step moves everything by the step size.
        run.Take([new StepSchedule(7, 1)]);

        Tensor bounded = run.Network["likelihood.log_variance"];
        Assert.InRange(bounded.abs().max().item<float>(), 5.99f, 6f);
    }

    [Fact]
    public void A_row_that_is_not_finite_gives_an_outcome_that_is_not()
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new Run(TestModels.Architecture(Width, Latent), writtenOut: true);
        run.Batches[1, 2, 3] = float.NaN;

        StepOutcome[] outcomes = run.Take([.. Enumerable.Repeat(new StepSchedule(1e-3, 1), 3)]);

        Assert.True(outcomes[0].IsFinite);
        Assert.False(outcomes[1].IsFinite);
    }

    [Fact]
    public void Scripts_are_the_same_in_a_culture_that_writes_numbers_with_a_comma()
    {
        string[] expected = Scripts();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, Scripts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string[] Scripts() =>
            [StepScript.For(DenseNetwork.Match(TestModels.Architecture())!), FormulaScript.For(TestModels.Architecture()).Source];
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

    /// <summary>The same network, batches and noise for both.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Generator _generator = new(5, CPU);
        private readonly ITrainingSteps _steps;
        private readonly Tensor _noise;

        public Run(VaeArchitecture architecture, bool writtenOut, double clipNorm = double.PositiveInfinity)
        {
            Network = new TorchNetwork(architecture, _generator);
            using var _ = no_grad();
            Network.Parameters.add_(randn(Network.Parameters.shape, float32, CPU, generator: _generator), 0.2);
            Batches = ones(8, Rows, Width + 1);
            Batches.narrow(2, 0, Width).copy_(rand([8, Rows, Width], float32, CPU, generator: _generator));
            _noise = randn([8, Rows, Latent], float32, CPU, generator: _generator);
            _steps = writtenOut ? new DenseSteps(Network, DenseNetwork.Match(architecture)!, clipNorm) : new FormulaSteps(Network, clipNorm);
        }

        public TorchNetwork Network { get; }

        public Tensor Batches { get; }

        public StepOutcome[] Take(StepSchedule[] schedule)
        {
            using var _ = no_grad();
            return _steps.Take(
                Batches.narrow(0, 0, schedule.Length), _noise.narrow(0, 0, schedule.Length), zeros(schedule.Length, Rows, 0), schedule);
        }

        /// <summary>The gradient at the first batch, by libtorch's own differentiation.</summary>
        public Tensor AutomaticGradient(double klWeight)
        {
            Tensor parameters = Network.Parameters.detach().clone().requires_grad_(true);
            Dictionary<string, Tensor> weights = Network.Shapes.Zip(Network.Views(parameters)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
            (Tensor error, Tensor kl) = new VaeFormula<Tensor>(new TorchOps(), Network.Architecture, name => weights[name])
                .SampledParts(Batches[0].narrow(1, 0, Width), _noise[0]);
            ((error.sum() + (kl.sum() * klWeight)) / Rows).backward();
            return parameters.grad!;
        }

        public void Dispose()
        {
            _steps.Dispose();
            Network.Dispose();
            _generator.Dispose();
        }
    }
}
