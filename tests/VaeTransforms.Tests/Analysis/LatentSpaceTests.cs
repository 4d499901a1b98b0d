using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class LatentSpaceTests : IDisposable
{
    private const int K = 3;

    private static readonly MLContext Ml = new(1);
    private static readonly LatentSpaceOptions Quick =
        new() { ImportanceRows = 50, ImportanceSamples = 8, Paths = 20, PathSteps = 8 };

    private readonly VaeModel _model = new(TestModels.Random(TestModels.Architecture(Sheets.Width, K)));

    public void Dispose() => _model.Dispose();

    [Fact]
    public void The_same_model_rows_and_seed_give_the_same_report()
    {
        string first = LatentSpace.Analyze(_model, Data(200), Quick).ToJson();

        Assert.Equal(first, LatentSpace.Analyze(_model, Data(200), Quick).ToJson());
        Assert.NotEqual(first, LatentSpace.Analyze(_model, Data(200), Quick with { Seed = 1 }).ToJson());
    }

    [Fact]
    public void Rate_and_distortion_are_those_of_Evaluate()
    {
        VaeEvaluation evaluation = _model.Evaluate(Data(300));

        LatentSpaceReport report = LatentSpace.Analyze(_model, Data(300), Quick);

        Assert.Equal(evaluation.Sampled.KlDivergence, report.Rate);
        Assert.Equal(evaluation.Sampled.ReconstructionError, report.Distortion);
        Assert.Equal(evaluation.Sampled.Elbo, report.Elbo, 1e-9);
        Assert.Equal(evaluation.KlPerDimension, report.Dimensions.Select(dimension => dimension.KlDivergence));
    }

    [Fact]
    public void Dimensions_are_those_of_the_encoder()
    {
        Sheets.Sheet[] rows = Sheets.Rows(300);
        LatentPosterior[] posteriors = [.. rows.Select(row => _model.EncodePosterior(row.Features))];

        LatentSpaceReport report = LatentSpace.Analyze(_model, Sheets.View(Ml, rows), Quick);

        for (int j = 0; j < K; j++)
        {
            double mean = posteriors.Average(posterior => (double)posterior.Mean[j]);
            double variance = posteriors.Average(posterior => Math.Pow(posterior.Mean[j] - mean, 2));
            double inner = posteriors.Average(posterior => Math.Exp(posterior.LogVariance[j]));
            Assert.Equal(mean, report.Dimensions[j].MeanOfMeans, 1e-4 * (1 + Math.Abs(mean)));
            Assert.Equal(variance, report.Dimensions[j].VarianceOfMeans, 1e-3 * (1 + variance));
            Assert.Equal(inner, report.Dimensions[j].PosteriorVariance, 1e-3 * (1 + inner));
            Assert.Equal(variance + inner, report.Aggregate.Covariance[j][j], 1e-3 * (1 + variance + inner));
        }
    }

    [Fact]
    public void Rows_with_NaN_or_infinity_are_skipped_and_counted()
    {
        Sheets.Sheet[] rows = Sheets.Rows(100);
        LatentSpaceReport without = LatentSpace.Analyze(_model, Sheets.View(Ml, rows[2..]), Quick);
        rows[0].Features[3] = float.NaN;
        rows[1].Features[0] = float.NegativeInfinity;

        LatentSpaceReport report = LatentSpace.Analyze(_model, Sheets.View(Ml, rows), Quick);

        Assert.Equal((98, 2), (report.Rows, report.SkippedRows));
        Assert.Equal((without with { SkippedRows = 2 }).ToJson(), report.ToJson());
    }

    [Fact]
    public void If_there_are_more_rows_than_MaxRows_a_random_sample_is_compared()
    {
        LatentSpaceReport report = LatentSpace.Analyze(_model, Data(300), Quick with { MaxRows = 40 });

        Assert.Equal((300, 40), (report.Rows, report.Completeness.Rows));
    }

    [Fact]
    public void The_JSON_has_headlines_and_parts_under_their_names()
    {
        JsonNode json = JsonNode.Parse(LatentSpace.Analyze(_model, Data(100), Quick).ToJson())!;

        Assert.Equal(100, (int)json["Rows"]!);
        Assert.Equal(K, json["Dimensions"]!.AsArray().Count);
        Assert.True(Enum.TryParse<LatentDimensionState>((string?)json["Dimensions"]![0]!["State"], out _));
        Assert.InRange((double)json["Continuity"]!["Value"]!, 0, 1);
        Assert.InRange((double)json["Completeness"]!["Value"]!, 0, 1);
        Assert.InRange((double)json["Completeness"]!["Prior"]!["Precision"]!, 0, 1);
        Assert.True((double)json["ImportanceBound"]!["Gap"]! >= 0);
    }

    [Fact]
    public void Infinity_can_be_written_as_JSON()
    {
        LatentSpaceReport report = LatentSpace.Analyze(_model, Data(100), Quick);
        report = report with { Aggregate = report.Aggregate with { GaussianTotalCorrelation = double.PositiveInfinity } };

        Assert.Equal("Infinity", (string?)JsonNode.Parse(report.ToJson())!["Aggregate"]!["GaussianTotalCorrelation"]);
    }

    [Fact]
    public void The_table_is_the_same_in_every_culture()
    {
        LatentSpaceReport report = LatentSpace.Analyze(_model, Data(100), Quick);
        string text = report.ToString();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(text, report.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("100 rows, 0 skipped; ", text, StringComparison.Ordinal);
        Assert.Equal(K, report.Dimensions.Count(dimension => text.Contains(dimension.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_column_can_be_named()
    {
        IDataView renamed = Ml.Transforms.CopyColumns("Other", "Features")
            .Append(Ml.Transforms.DropColumns("Features"))
            .Fit(Data(100))
            .Transform(Data(100));

        Assert.Equal(
            LatentSpace.Analyze(_model, Data(100), Quick).ToJson(),
            LatentSpace.Analyze(_model, renamed, Quick with { InputColumnName = "Other" }).ToJson());
        ArgumentException error = Assert.Throws<ArgumentException>(() => LatentSpace.Analyze(_model, renamed, Quick));
        Assert.All(
            new[] { "'Features'", "12 values", "'Id', 'Other'", "CopyColumns(\"Features\"" },
            fact => Assert.Contains(fact, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Fewer_rows_than_neighbors_are_refused()
    {
        Sheets.Sheet[] rows = Sheets.Rows(7);
        rows[0].Features[0] = rows[4].Features[0] = float.NaN;

        ArgumentException error = Assert.Throws<ArgumentException>(() => LatentSpace.Analyze(_model, Sheets.View(Ml, rows)));

        Assert.Equal(
            "Neighbors is 5, which needs at least 6 rows with finite values, but column 'Features' has 5, "
                + "and 2 with NaN or infinity. Give more rows, or lower Neighbors.",
            error.Message);
        Assert.Equal(5, LatentSpace.Analyze(_model, Sheets.View(Ml, rows), new LatentSpaceOptions { Neighbors = 4 }).Rows);
    }

    [Fact]
    public void A_view_without_rows_is_refused() => Assert.Contains(
        "needs at least 6 rows with finite values, but column 'Features' has 0.",
        Assert.Throws<ArgumentException>(() => LatentSpace.Analyze(_model, Data(0))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void MaxRows_below_the_neighbors_is_refused() => Assert.Equal(
        "Neighbors is 9, which needs at least 10 rows, but MaxRows is 8. Raise MaxRows, or lower Neighbors.",
        Assert.Throws<ArgumentException>(
            () => LatentSpace.Analyze(_model, Data(20), Quick with { MaxRows = 8, Neighbors = 9 })).Message);

    [Fact]
    public void Options_refuse_values_out_of_range()
    {
        AssertRefuses(() => Quick with { MaxRows = 1 }, "MaxRows must be from 2 to 100000. It was 1.");
        AssertRefuses(() => Quick with { Neighbors = 0 }, "Neighbors must be from 1 to 1000. It was 0.");
        AssertRefuses(() => Quick with { Paths = 0 }, "Paths must be from 1 to 1000000. It was 0.");
        AssertRefuses(() => Quick with { PathSteps = 1 }, "PathSteps must be from 2 to 10000. It was 1.");
        AssertRefuses(() => Quick with { ImportanceSamples = 0 }, "ImportanceSamples must be from 1 to 1000000. It was 0.");
        AssertRefuses(() => Quick with { ImportanceRows = 0 }, "ImportanceRows must be from 1 to 1000000. It was 0.");
        AssertRefuses(
            () => Quick with { InputColumnName = " " },
            "InputColumnName must be a column name, or null for the column that the model was trained on. It was ' '.");
    }

    private static void AssertRefuses(Func<LatentSpaceOptions> make, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);

    private static IDataView Data(int rows) => Sheets.View(Ml, Sheets.Rows(rows));
}
