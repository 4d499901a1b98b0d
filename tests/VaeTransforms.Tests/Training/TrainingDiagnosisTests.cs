using Microsoft.ML;
using VaeTransforms.Datasets;
using VaeTransforms.Tests.Contract;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

/// <summary>Each finding has a case in which it is made, and healthy fits have none.</summary>
public sealed class TrainingDiagnosisTests
{
    private static readonly MLContext Ml = new(1);

    public static TheoryData<string> Healthy => ["Digits", "BreastCancer", "Shapes"];

    [Theory]
    [MemberData(nameof(Healthy))]
    public void A_healthy_fit_has_no_finding(string data)
    {
        (IDataView rows, VaeOptions options) = data switch
        {
            "Digits" => (Digits.Load(Ml), new VaeOptions()),
            "BreastCancer" => (BreastCancer.Load(Ml), new VaeOptions()),

            // 784 pixels take minutes with the default number of epochs.
            _ => (Shapes.Generate(Ml, 300, seed: 1), new VaeOptions { Epochs = 8 }),
        };

        using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", options).Fit(rows);

        Assert.Empty(fitted.Report.Diagnosis);
    }

    [Fact]
    public void A_healthy_detector_has_no_finding()
    {
        using VaeAnomalyTransformer fitted = Ml.AnomalyDetection.Trainers.Vae("Features").Fit(BreastCancer.Load(Ml));

        Assert.Empty(fitted.Report.Diagnosis);
    }

    [Fact]
    public void Each_finding_is_made_beyond_its_limit_and_none_within()
    {
        Assert.Empty(TrainingDiagnosis.Of(FindingExamples.Healthy()));
        Assert.Equal(Enum.GetValues<TrainingFindingKind>(), FindingExamples.All.Select(finding => finding.Kind).Distinct());
    }

    [Fact]
    public void A_large_Beta_collapses_all_dimensions()
    {
        TrainingPlan plan = TrainingRuns.Plan() with { Objective = Objective.Elbo(100), Epochs = 40 };
        TrainingFinding finding = Only(plan, TrainingRuns.Rows(300));

        Assert.Equal(TrainingFindingKind.CollapsedDimensions, finding.Kind);
        Assert.Contains("0 of 2 latent dimensions are active", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("Beta (it is 100)", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_of_a_feature_reach_the_smallest_variance_and_are_named()
    {
        float[] rows = Gaussian(400 * 6, seed: 1);
        for (int i = 0; i < 400; i++)
        {
            rows[(i * 6) + 1] = rows[i * 6];
            rows[(i * 6) + 2] = rows[i * 6];
            rows[(i * 6) + 3] = rows[i * 6];
        }

        TrainingPlan plan = TrainingRuns.Plan() with
        {
            Architecture = TestModels.Architecture(6, 4, []),
            Epochs = 150,
            LearningRate = 0.03,
            SlotNames = ["a", "b", "c", "d", "e", "f"],
        };

        TrainingFinding finding = Only(plan, rows);

        Assert.Equal(TrainingFindingKind.VarianceAtFloor, finding.Kind);
        Assert.Contains("is -6 in ", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("'b'", finding.Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("'f'", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Gross_errors_in_held_out_rows_are_heavy_tails()
    {
        float[] rows = TrainingRuns.Rows(1000);
        var random = new Random(3);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] += random.Next(200) == 0 ? 30 : 0;
        }

        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 30 };
        TrainingFinding finding = Only(plan, rows);

        Assert.Equal(TrainingFindingKind.HeavyTails, finding.Kind);
        Assert.Contains("6 standard deviations", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("Likelihood.StudentT()", finding.Advice, StringComparison.Ordinal);
        VaeArchitecture robust = plan.Architecture with { Likelihood = Likelihood.StudentT() };
        Assert.Empty(TrainingRuns.Train(plan with { Architecture = robust }, rows).Report.Diagnosis);
    }

    [Fact]
    public void A_sparse_feature_is_not_a_heavy_tail()
    {
        float[] rows = TrainingRuns.Rows(1000);
        for (int i = 0; i < 1000; i++)
        {
            rows[(i * 6) + 2] = i % 100 == 0 ? 1 : 0;
        }

        Assert.Empty(TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 30 }, rows).Report.Diagnosis);
    }

    [Fact]
    public void Fewer_than_five_rows_per_dimension_are_few()
    {
        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 40, ValidationFraction = 0 };
        plan = plan with { Architecture = plan.Architecture with { LatentDimension = 6 } };

        Assert.DoesNotContain(
            TrainingRuns.Train(plan, TrainingRuns.Rows(30)).Report.Diagnosis, f => f.Kind == TrainingFindingKind.FewRows);
        TrainingFinding finding = TrainingRuns.Train(plan, TrainingRuns.Rows(29)).Report.Diagnosis
            .Single(f => f.Kind == TrainingFindingKind.FewRows);
        Assert.Contains("29 training rows and 6 latent dimensions", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("LatentDimension to at most 5", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_learns_noise_by_heart_is_best_in_the_warm_up()
    {
        Objective objective = Objective.Elbo(1, KlAnnealing.Linear(0.9));
        TrainingPlan plan = TrainingRuns.Plan() with { Epochs = 60, Objective = objective, LearningRate = 0.02 };
        TrainingResult result = TrainingRuns.Train(plan, Gaussian(60 * 6, seed: 2));

        TrainingFinding finding = result.Report.Diagnosis.Single(f => f.Kind == TrainingFindingKind.BestEpochInWarmup);
        Assert.True(result.Report.Best.KlWeight < 1);
        Assert.Contains($"best epoch is {result.Report.Summary.BestEpoch} of 60", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("KlWarmup (it is 0.9)", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_logged_as_warnings()
    {
        var ml = new MLContext(1);
        List<string> warnings = LogWarnings.Of(ml);

        using VaeTransformer fitted = ml.Transforms
            .VaeEncode("Latent", "Features", new VaeOptions { Beta = 1000, Epochs = 20 }).Fit(BreastCancer.Load(ml));

        Assert.NotEmpty(warnings);
        Assert.Equal(fitted.Report.Diagnosis.Select(f => $"{f.Summary} {f.Evidence} {f.Advice}"), warnings);
    }

    private static TrainingFinding Only(TrainingPlan plan, float[] rows) =>
        Assert.Single(TrainingRuns.Train(plan, rows).Report.Diagnosis);

    private static float[] Gaussian(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
                (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))),
        ];
    }
}
