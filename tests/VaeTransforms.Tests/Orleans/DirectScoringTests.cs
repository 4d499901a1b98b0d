using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Orleans;
using VaeTransforms.Parquet;
using VaeTransforms.Tests.Contract;
using VaeTransforms.Tests.Parquet;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>The file that is written without row cursors is the same, to the byte, as the one of row cursors.</summary>
public sealed class DirectScoringTests : IDisposable
{
    private static readonly string[] Numbers = ["A", "B", "C"];

    private readonly MLContext _ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public static TheoryData<AnomalyScore> Scores => [AnomalyScore.NegativeElbo, AnomalyScore.Combined];

    [Fact]
    public async Task Columns_of_all_types_with_nulls_and_unseen_categories_are_scored_alike()
    {
        await TypedFile.WriteAsync(FileOf("train"), rows: 700, seed: 1, ["red", "green", "blue"]);
        await TypedFile.WriteAsync(FileOf("rows"), rows: 2500, seed: 2, ["red", "green", "blue", "unseen", "", null]);
        using VaeTransformer fitted = _ml.Transforms.VaeEncode(
            "Latent",
            ["Single", "Double", "Price", "On", "Small", "Whole", "Byte", "Time", "Color", "Gap"],
            new VaeOptions
            {
                LatentDimension = 2,
                HiddenLayers = [16],
                Epochs = 2,
                Seed = 1,
                MissingValues = MissingValues.Mask,
                LogVarianceColumnName = "LogVariance",
                ReconstructionColumnName = "Reconstruction",
                KlDivergenceColumnName = "Kl",
                ReconstructionErrorColumnName = "Error",
                ScoreColumnName = "Score",
                ObservedSlotsColumnName = "Observed",
            }).Fit(_ml.Data.LoadParquet(FileOf("train")));

        AssertSame(Reloaded(fitted), "rows");
        AssertSame(fitted, "rows", ["Color", "Score", "Latent", "Id"]);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public async Task All_columns_of_a_detector_are_the_same(AnomalyScore score)
    {
        await TypedFile.WriteAsync(FileOf("rows"), rows: 3000, seed: 1, ["red", "green"]);
        using VaeAnomalyTransformer fitted = _ml.AnomalyDetection.Trainers.Vae(
            ["Single", "Double", "Color"],
            new VaeAnomalyOptions
            {
                Score = score,
                PValueColumnName = "PValue",
                FeatureContributionsColumnName = "Contributions",
                Vae = new VaeOptions { Epochs = 2, Seed = 1, HiddenLayers = [16], MissingValues = MissingValues.Mask },
            }).Fit(_ml.Data.LoadParquet(FileOf("rows")));

        AssertSame(Reloaded(fitted), "rows");
    }

    [Fact]
    public void A_vector_that_Concatenate_makes_of_columns_is_read_from_them()
    {
        WriteNumbers("rows", 1500);
        ITransformer fitted = _ml.Transforms.Concatenate("Features", "C", "A", "B")
            .Append(_ml.Transforms.VaeEncode(
                "Latent", "Features", new VaeOptions { Epochs = 2, Seed = 1, HiddenLayers = [16], ScoreColumnName = "Score" }))
            .Fit(_ml.Data.LoadParquet(FileOf("rows")));

        AssertSame(Reloaded(fitted), "rows");
        AssertSame(fitted, "rows", ["Id", "Score"]);
    }

    [Fact]
    public void A_vector_of_Doubles_far_from_zero_keeps_its_center()
    {
        WriteNumbers("rows", 1500, offset: 1e9);
        ITransformer fitted = _ml.Transforms.Concatenate("Features", "X", "Y")
            .Append(_ml.Transforms.VaeEncode(
                "Latent",
                ["Features", "A"],
                new VaeOptions { Epochs = 2, Seed = 1, HiddenLayers = [16], ScoreColumnName = "Score" }))
            .Fit(_ml.Data.LoadParquet(FileOf("rows")));

        AssertSame(Reloaded(fitted), "rows", ["Id", "Score", "Latent"]);
    }

    [Fact]
    public void Row_groups_of_any_size_fill_the_same_batches()
    {
        WriteNumbers("rows", 3001, rowsPerGroup: 7);
        using VaeTransformer fitted = Fit(new VaeOptions { HiddenLayers = [512, 512] });

        AssertSame(fitted, "rows", part: new ParquetPartition(1, 3));
        AssertSame(fitted, "rows");
    }

    [Fact]
    public void A_part_without_row_groups_is_an_empty_file()
    {
        WriteNumbers("rows", 50);
        using VaeTransformer fitted = Fit(new VaeOptions());

        AssertSame(fitted, "rows", part: new ParquetPartition(3, 4));
    }

    [Fact]
    public void What_is_more_than_columns_and_a_model_is_read_row_by_row()
    {
        WriteNumbers("rows", 200);
        IDataView rows = _ml.Data.LoadParquet(FileOf("rows"));
        var options = new VaeOptions { Epochs = 1, Seed = 1, HiddenLayers = [8], ScoreColumnName = "Score" };
        IEstimator<ITransformer> encode = _ml.Transforms.VaeEncode("Latent", "Features", options);
        EstimatorChain<ColumnConcatenatingTransformer> concatenate =
            new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("Features", Numbers));
        using VaeTransformer alone = Fit(options);

        Assert.Contains("NormalizingTransformer", WhyNot(
            concatenate.Append(_ml.Transforms.NormalizeMinMax("Features")).Append(encode).Fit(rows)), StringComparison.Ordinal);
        Assert.Contains("ColumnConcatenatingTransformer", WhyNot(
            _ml.Transforms.Concatenate("Half", "A", "B").Append(_ml.Transforms.Concatenate("Features", "Half", "C"))
                .Append(encode).Fit(rows)), StringComparison.Ordinal);
        Assert.Contains("not a VAE", WhyNot(
            concatenate.Append(encode).Append(_ml.Transforms.CopyColumns("Copy", "Score")).Fit(rows)), StringComparison.Ordinal);
        Assert.Contains("no column of the model", WhyNot(alone, ["Id", "A"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_vectors_are_read_and_written_row_by_row()
    {
        DuckDb.Write(FileOf("rows"), "[sin(i), cos(i), i % 7]::FLOAT[] AS Features, sin(i)::FLOAT AS A, i AS Id", rows: 300);
        var options = new VaeOptions { Epochs = 1, Seed = 1, HiddenLayers = [8], ScoreColumnName = "Score", LatentDimension = 1 };
        using VaeTransformer ofVectors = _ml.Transforms.VaeEncode("Latent", "Features", options).Fit(Load("rows"));
        using VaeTransformer ofColumns = _ml.Transforms.VaeEncode("Latent", ["A", "Id"], options).Fit(Load("rows"));

        Assert.Contains("reads a column of vectors", WhyNot(ofVectors, ["Id", "Score"]), StringComparison.Ordinal);
        Assert.Contains("written as it was read", WhyNot(ofColumns), StringComparison.Ordinal);
        AssertSame(ofColumns, "rows", ["Id", "Score"]);
    }

    [Fact]
    public void Columns_that_do_not_fit_the_model_are_refused()
    {
        WriteNumbers("rows", 200);
        using VaeTransformer fitted = Fit(new VaeOptions());
        _ml.Data.SaveAsParquet(
            _ml.Transforms.SelectColumns("A", "B").Fit(Load("rows")).Transform(Load("rows")), FileOf("other"));

        ArgumentException refused = Assert.Throws<ArgumentException>(() => DirectScoring.TryPlan(
            Load("other"), fitted, Load("other").Schema, out _, out _));

        Assert.Contains("'C'", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private VaeTransformer Fit(VaeOptions options) => _ml.Transforms
        .VaeEncode("Latent", Numbers, options with { Epochs = 1, Seed = 1, ScoreColumnName = "Score" })
        .Fit(Load("rows"));

    private ParquetView Load(string name, ParquetPartition? part = null) =>
        ParquetView.Open(FileOf(name), columnNames: null, part);

    private string FileOf(string name) => Path.Combine(_folder, $"{name}.parquet");

    /// <summary>The pipeline as a silo has it.</summary>
    private static ITransformer Reloaded(ITransformer fitted) => Subjects.SaveAndLoadVae(fitted, schema: null);

    private void AssertSame(
        ITransformer pipeline, string name, IReadOnlyList<string>? columns = null, ParquetPartition? part = null)
    {
        ParquetView rows = Load(name, part);
        IDataView scored = Selected(pipeline.Transform(rows), columns);
        _ml.Data.SaveAsParquet(scored, FileOf("expected"));

        Assert.True(DirectScoring.TryPlan(rows, pipeline, scored.Schema, out DirectScoring? direct, out string? why), why);
        direct.Write(FileOf("direct"));

        Assert.Equal(rows.GetRowCount(), Load("direct").GetRowCount());
        Assert.Equal(File.ReadAllBytes(FileOf("expected")), File.ReadAllBytes(FileOf("direct")));
    }

    private string WhyNot(ITransformer pipeline, IReadOnlyList<string>? columns = null)
    {
        ParquetView rows = Load("rows");
        Assert.False(DirectScoring.TryPlan(
            rows, pipeline, Selected(pipeline.Transform(rows), columns).Schema, out _, out string? why));
        return why;
    }

    private IDataView Selected(IDataView scored, IReadOnlyList<string>? columns) => columns is null
        ? scored
        : _ml.Transforms.SelectColumns([.. columns]).Fit(scored).Transform(scored);

    private void WriteNumbers(string name, int rows, int rowsPerGroup = 400, double offset = 0)
    {
        var random = new Random(1);
        _ml.Data.SaveAsParquet(
            _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => new Row
            {
                Id = row,
                A = random.NextSingle(),
                B = random.Next(3),
                C = 10 * random.NextSingle(),
                X = offset + random.NextDouble(),
                Y = random.NextDouble() - offset,
            })),
            FileOf(name),
            rowsPerGroup);
    }

    private sealed class Row
    {
        public int Id { get; set; }

        public float A { get; set; }

        public float B { get; set; }

        public float C { get; set; }

        public double X { get; set; }

        public double Y { get; set; }
    }
}
