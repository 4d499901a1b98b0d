using System.Text.Json.Nodes;
using Microsoft.ML;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class CompareTests(CompareTests.Compared compared) : IClassFixture<CompareTests.Compared>
{
    private static readonly VaeOptions Network =
        new() { LatentDimension = 2, HiddenLayers = [8], Epochs = 60, BatchSize = 32, LearningRate = 0.01 };

    private static readonly LatentSpaceOptions Analysis =
        new() { ImportanceRows = 50, ImportanceSamples = 8, Paths = 20, PathSteps = 8 };

    private static readonly LatentComparisonOptions Options =
        new() { Seeds = [3, 4, 5], Analysis = Analysis, TestFraction = 0.3 };

    [Fact]
    public void A_run_equals_fitting_and_analyzing_with_its_seed()
    {
        LatentComparison comparison = LatentSpace.Compare(
            compared.Ml,
            compared.Data,
            "Features",
            [new LatentVariant("one", Network)],
            Options with { Seeds = [7], TestFraction = 0 });
        using VaeTransformer transformer =
            compared.Ml.Transforms.VaeEncode("Code", "Features", Network with { Seed = 7 }).Fit(compared.Data);

        LatentRun run = Assert.Single(Assert.Single(comparison.Runs));

        Assert.Equal(LatentSpace.Analyze(transformer.Model, compared.Data, Analysis).ToJson(), run.Report.ToJson());
        Assert.Equal(transformer.Report.Summary, run.Training);
        Assert.Null(run.Udr);
        Assert.Equal(double.NaN, comparison["continuity"].Intervals[0].HalfWidth);
        Assert.DoesNotContain("the first is", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_are_those_of_the_runs_values()
    {
        foreach (int variant in new[] { 0, 1 })
        {
            double[] values = [.. compared.Result.Runs[variant].Select(run => run.Report.Completeness.Value)];
            Assert.Equal(values, compared.Result["completeness"].Values[variant]);
            Assert.Equal(ConfidenceInterval.OfMean(values), compared.Result["completeness"].Intervals[variant]);
        }
    }

    [Fact]
    public void Variants_differ_in_Beta_alone_and_are_measured_on_rows_that_none_was_trained_on()
    {
        Assert.Equal(["VAE (Beta 1)", "autoencoder (Beta 0)"], compared.Result.Variants);
        Assert.All(compared.Result.Runs[0], run => Assert.Equal(1, run.Training.Beta));
        Assert.All(compared.Result.Runs[1], run => Assert.Equal(0, run.Training.Beta));
        Assert.All(compared.Result.Runs, variant => Assert.Equal([3, 4, 5], variant.Select(run => run.Seed)));
        Assert.All(compared.Result.Runs.SelectMany(variant => variant), run =>
            Assert.Equal(Compared.RowCount, run.Report.Rows + run.Training.TrainingRows + run.Training.ValidationRows));
    }

    [Fact]
    public void Without_the_KL_divergence_codes_leave_the_prior()
    {
        LatentMeasure rate = compared.Result["rate"];
        Assert.False(rate.OverlapsFirst[1], compared.Result.ToString());
        Assert.True(rate.Intervals[0].High < rate.Intervals[1].Low);
    }

    [Fact]
    public void Known_factors_add_their_measures_and_several_seeds_their_agreement()
    {
        Assert.All(new[] { "MIG", "SAP", "DCI completeness", "DCI informativeness", "UDR" }, name =>
            Assert.All(compared.Result[name].Intervals, interval => Assert.InRange(interval.Mean, 0, 1)));
        Assert.DoesNotContain("DCI disentanglement", compared.Result.Measures.Select(measure => measure.Name));
        Assert.StartsWith(
            "There is no measure 'beauty'. The measures are: 'continuity', 'completeness',",
            Assert.Throws<ArgumentException>(() => compared.Result["beauty"]).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_reported_after_every_fit()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], compared.Progress.Select(step => step.Fits));
        Assert.All(compared.Progress, step => Assert.Equal(6, step.AllFits));
        Assert.Equal("VAE (Beta 1)", compared.Progress[2].Latest.Variant);
        Assert.Equal(3, compared.Progress[3].Latest.Seed);
    }

    [Fact]
    public void Json_holds_measures_and_single_fits()
    {
        JsonNode json = JsonNode.Parse(compared.Result.ToJson())!;
        Assert.Equal("completeness", (string)json["Measures"]![1]!["Name"]!);
        Assert.Equal(
            compared.Result["completeness"].Intervals[1].HalfWidth,
            (double)json["Measures"]![1]!["Intervals"]![1]!["HalfWidth"]!);
        Assert.Equal(5, (int)json["Runs"]![1]![2]!["Seed"]!);
    }

    [Fact]
    public void The_table_shows_which_variants_differ()
    {
        LatentComparison comparison = compared.Result with
        {
            Variants = ["a|b", "c", "d"],
            Measures =
            [
                Measure("size", "nats", null, (12.345, 0.5), (12.5, 0.2), (3, 0.1)),
                Measure("good", null, true, (0.9, 0.01), (0.5, 0.02), (0.4, 0.03)),
                Measure("bad", null, false, (0.0009, 0.0001), (0, 0), (4321, 12)),
                Measure("one", null, true, (0.25, double.NaN), (0.5, double.NaN), (0.7, double.NaN)),
            ],
        };
        Assert.Equal(
            [
                "| measure | better | a\\|b | c | d | the first is |",
                "| --- | --- | ---: | ---: | ---: | --- |",
                "| size, nats |  | 12.35 ± 0.50 | 12.50 ± 0.20 | 3.000 ± 0.100 | intervals overlap: c; higher: d |",
                "| good | higher | 0.900 ± 0.010 | 0.500 ± 0.020 | 0.400 ± 0.030 | better |",
                "| bad | lower | 9.00E-4 ± 1.00E-4 | 0.000 ± 0.000 | 4321 ± 12 | worse: c; better: d |",
                "| one | higher | 0.250 | 0.500 | 0.700 | intervals overlap |",
                "",
                "Mean ± half width of the 95 % confidence interval (Student's t) over 3 seeds, "
                    + $"on {compared.Result.Runs[0][0].Report.Rows} rows.",
            ],
            comparison.ToString().Split(Environment.NewLine));
    }

    [Fact]
    public void A_canceled_comparison_ends_before_the_next_fit()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new List<LatentComparisonProgress>();
        Assert.ThrowsAny<OperationCanceledException>(() => LatentSpace.Compare(
            compared.Ml,
            compared.Data,
            "Features",
            Network,
            Options with
            {
                CancellationToken = cancellation.Token,
                Progress = new Listener(step =>
                {
                    progress.Add(step);
                    cancellation.Cancel();
                }),
            }));
        Assert.Single(progress);
    }

    [Fact]
    public void Invalid_comparisons_are_refused_before_the_first_fit()
    {
        Assert.StartsWith(
            "A comparison needs at least one variant, but the list is empty.", Refused([]), StringComparison.Ordinal);
        Assert.StartsWith(
            "Checkpoint must be null in a comparison",
            Refused([new LatentVariant("a", new VaeOptions { Checkpoint = new VaeCheckpoint("course") })]),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Variants must have different names, but two are named 'a'.",
            Refused([new("a", Network), new("a", Network)]),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "LatentDimension must be at most the number of input values, but it is 50",
            Refused([new("a", Network), new("b", Network with { LatentDimension = 50 })]),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "There is no column 'Label' to compare codes with.",
            Refused([new("a", Network)], Options with { FactorColumnNames = ["Label"] }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "There is no column 'Wrong'.",
            Assert.Throws<ArgumentException>(() => LatentSpace.Compare(compared.Ml, compared.Data, "Wrong")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Measuring needs at least 6 rows with finite values, but the rows to measure on have 4, and 0 were skipped.",
            Refused([new("a", Network)], Options with { TestData = compared.Ml.Data.TakeRows(compared.Data, 4) }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_set()
    {
        Assert.StartsWith(
            "Seeds must have at least one seed, and no seed twice. It was [1, 1].",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LatentComparisonOptions { Seeds = [1, 1] }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatentComparisonOptions { Seeds = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatentComparisonOptions { Confidence = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatentComparisonOptions { TestFraction = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatentComparisonOptions { Analysis = null! });
    }

    private string Refused(LatentVariant[] variants, LatentComparisonOptions? options = null) =>
        Assert.ThrowsAny<ArgumentException>(
            () => LatentSpace.Compare(compared.Ml, compared.Data, "Features", variants, options ?? Options)).Message;

    private static LatentMeasure Measure(
        string name, string? unit, bool? higherIsBetter, params (double Mean, double HalfWidth)[] intervals) =>
        new()
        {
            Name = name,
            Unit = unit,
            HigherIsBetter = higherIsBetter,
            Values = [],
            Intervals = [.. intervals.Select(interval => new ConfidenceInterval(interval.Mean, interval.HalfWidth, 3, 0.95))],
        };

    private sealed class Listener(Action<LatentComparisonProgress> report) : IProgress<LatentComparisonProgress>
    {
        public void Report(LatentComparisonProgress value) => report(value);
    }

    public sealed class Compared
    {
        public const int RowCount = 200;

        public Compared()
        {
            // A flag that depends on the first feature.
            Data = Ml.Transforms
                .CustomMapping<Sheets.Sheet, Flag>((row, flag) => flag.Sign = row.Features[0] > 0, contractName: null)
                .Fit(Sheets.View(Ml, Sheets.Rows(RowCount)))
                .Transform(Sheets.View(Ml, Sheets.Rows(RowCount)));
            Result = LatentSpace.Compare(
                Ml,
                Data,
                "Features",
                Network,
                Options with { FactorColumnNames = ["Sign"], Progress = new Listener(Progress.Add) });
        }

        public MLContext Ml { get; } = new(1);

        internal IDataView Data { get; }

        internal LatentComparison Result { get; }

        internal List<LatentComparisonProgress> Progress { get; } = [];

        private sealed class Flag
        {
            public bool Sign { get; set; }
        }
    }
}
