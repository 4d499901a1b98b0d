using Microsoft.ML;
using VaeTransforms.Datasets;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

/// <summary>What holds for every objective. A new one joins by an example.</summary>
public sealed class EveryObjectiveTests
{
    private static readonly VaeArchitecture Architecture = TestModels.Architecture(5, 3, [6]);

    public static TheoryData<string> Names => [.. EveryObjective.Examples.Keys];

    // That of the doubly reparameterized one is another estimate of the same mean; its own tests check it.
    public static TheoryData<string> NamesWithTheGradientOfTheirValue =>
    [
        .. EveryObjective.Examples
            .Where(example => example.Value is not DoublyReparameterizedObjective)
            .Select(example => example.Key),
    ];

    [Fact]
    public void Every_type_has_an_example()
    {
        Type[] types = [.. typeof(Objective).Assembly.GetTypes().Where(type => type.BaseType == typeof(Objective))];

        Assert.Equal(
            types.Select(type => type.Name).Order(),
            EveryObjective.Examples.Values.Select(example => example.GetType().Name).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_compiled_step_gives_the_parts_of_the_formula_in_double_precision(string name)
    {
        foreach (VaeArchitecture architecture in new[] { Architecture, Architecture with { HasMask = true } })
        {
            var run = new ObjectiveRun(EveryObjective.Examples[name], architecture);
            run.RowWeights = [.. run.RowWeights.Select((_, i) => i % 2 == 0 ? 0.5 : 1.5)];

            ObjectiveRun.Result expected = run.Reference();
            (ObjectiveRun.Result actual, _) = run.Compiled();

            Near(expected.Loss, actual.Loss);
            Near(expected.Elbo.ReconstructionError, actual.Elbo.ReconstructionError);
            Near(expected.Elbo.KlDivergence, actual.Elbo.KlDivergence);
            Assert.Equal(expected.Parts.Keys, actual.Parts.Keys);
            Assert.All(expected.Parts, part => Near(part.Value, actual.Parts[part.Key]));
        }

        static void Near(double expected, double actual) =>
            Assert.Equal(expected, actual, 1e-4 * Math.Max(1, Math.Abs(expected)));
    }

    [Theory]
    [MemberData(nameof(NamesWithTheGradientOfTheirValue))]
    public void The_gradient_matches_finite_differences(string name)
    {
        var run = new ObjectiveRun(EveryObjective.Examples[name], Architecture);
        run.RowWeights = [.. run.RowWeights.Select((_, i) => i % 2 == 0 ? 0.5 : 1.5)];

        double[] expected = run.FiniteDifferences();
        (_, float[] actual) = run.Compiled();

        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-4 * scale));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_trains_and_the_report_and_the_file_name_it(string name)
    {
        Objective objective = EveryObjective.Examples[name];
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms.VaeEncode(
            "Latent", "Features", new VaeOptions { Objective = objective, LatentDimension = 3, HiddenLayers = [16], Epochs = 8 })
            .Fit(BreastCancer.Load(ml));
        TrainingReport report = fitted.Report;

        Assert.True(report.Epochs[^1].Validation!.Value.Elbo > report.Epochs[0].Validation!.Value.Elbo);
        Assert.All(report.Epochs, epoch => Assert.True(double.IsFinite(epoch.Objective)));
        Assert.Equal(report.Best.Validation!.Value.Elbo, report.Summary.Elbo);
        Assert.Equal(objective is ElboObjective ? TrainingPath.WrittenOut : TrainingPath.Derived, report.Path);
        Assert.Equal(objective is ElboObjective ? null : objective.ToString(), report.Summary.Objective);
        string file = Path.GetTempFileName();
        try
        {
            fitted.Model.Save(file);
            using VaeModel loaded = VaeModel.Load(file);
            Assert.Equal(report.Summary.Objective, loaded.Training.Objective);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_ELBO_of_the_reports_is_what_the_default_path_minimizes()
    {
        TrainingResult written = TrainingRuns.Train(TrainingRuns.Plan(), TrainingRuns.Rows(200));
        EpochMetrics last = written.Report.Epochs[^1];

        Assert.Equal(-last.Train.Elbo, last.Objective, 1e-6 * Math.Abs(last.Objective));
        Assert.Empty(last.ObjectiveParts);
    }

    [Fact]
    public void A_prior_that_lacks_what_an_objective_needs_is_refused()
    {
        var prior = new OtherPrior();
        foreach (Objective objective in EveryObjective.Examples.Values)
        {
            if (objective is FreeBitsObjective or TotalCorrelationObjective or InfoVaeObjective or DipVaeObjective)
            {
                var refusal = Assert.Throws<ArgumentException>(() => OptionsResolution.CheckPrior(objective, prior));
                Assert.Contains($"Objective.{objective.Name} needs", refusal.Message, StringComparison.Ordinal);
                Assert.Contains($"the prior is {prior}", refusal.Message, StringComparison.Ordinal);
            }
            else
            {
                OptionsResolution.CheckPrior(objective, prior);
            }

            OptionsResolution.CheckPrior(objective, Prior.StandardNormal);
        }
    }

    [Fact]
    public void Rows_that_give_too_small_batches_are_refused_before_training()
    {
        // 20 training rows in batches of at most 16 are two batches of 10.
        TrainingPlan plan = TrainingRuns.Plan() with { BatchSize = 16, Objective = Objective.TotalCorrelation(4) };

        var refusal = Assert.Throws<ArgumentException>(() => ComparedRows.Check(plan, 20));
        Assert.Contains("at least 16", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            "20 training rows in batches of at most 16 give batches of 10 rows", refusal.Message, StringComparison.Ordinal);
        ComparedRows.Check(plan, 32);
        ComparedRows.Check(plan with { Objective = Objective.Elbo() }, 20);

        var ml = new MLContext(1);
        VaeEstimator estimator = ml.Transforms.VaeEncode(
            "Latent", "Features", new VaeOptions { Objective = Objective.InfoVae(0, 100) });
        Assert.Throws<ArgumentException>(() => estimator.Fit(ml.Data.TakeRows(BreastCancer.Load(ml), 12)));
    }

    [Fact]
    public void A_model_that_trains_on_starts_with_the_full_objective()
    {
        Assert.Equal(2, Objective.Elbo(2).Settled().Scheduled(0, 100));
        Assert.Equal(6, Objective.Capacity(6).Settled().Scheduled(0, 100));
        Assert.Equal(0, Objective.Capacity(6).Scheduled(0, 100));
    }

    private sealed record OtherPrior : Prior
    {
        public override T KlDivergence<T>(
            ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) => mean;

        public override T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights) => z;
    }
}
