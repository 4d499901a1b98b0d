using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Pipelines with components before and after the estimators, fitted and loaded.</summary>
public sealed class PipelineTests
{
    private static readonly VaeOptions Plain = Quick with
    {
        LogVarianceColumnName = null,
        ReconstructionColumnName = null,
        KlDivergenceColumnName = null,
        ReconstructionErrorColumnName = null,
        ScoreColumnName = null,
    };

    private static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> Pipelines = new()
    {
        ["normalizer, VAE, K-Means"] = ml => ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.VaeEncode("Latent", "Features", Quick))
            .Append(ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3)),
        ["normalizer, VAE, detector, on one column"] = ml => ml.Transforms.NormalizeMeanVariance("Features")
            .Append(ml.Transforms.VaeEncode("Latent", "Features", Plain))
            .Append(ml.AnomalyDetection.Trainers.Vae("Features", Detector(Plain))),
        ["detector of latent codes"] = ml => ml.Transforms.VaeEncode("Latent", "Features", Quick)
            .Append(ml.AnomalyDetection.Trainers.Vae("Latent", Detector(Plain with { LatentDimension = 2 }))),
        ["VAE of latent codes, in place"] = ml => ml.Transforms.VaeEncode("Features", null, Plain with { LatentDimension = 6 })
            .Append(ml.Transforms.VaeEncode("Features", null, Plain)),
        ["two VAEs on one column, concatenated"] = ml => ml.Transforms
            .VaeEncode("Small", "Features", Plain with { LatentDimension = 2 })
            .Append(ml.Transforms.VaeEncode("Large", "Features", Plain with { LatentDimension = 5, Seed = 4 }))
            .Append(ml.Transforms.Concatenate("Both", "Small", "Large", "Features"))
            .Append(ml.Clustering.Trainers.KMeans("Both", numberOfClusters: 2)),
        ["two VAEs with scalars on two columns"] = ml => ml.Transforms.CopyColumns("Copy", "Features")
            .Append(ml.Transforms.NormalizeMinMax("Copy"))
            .Append(ml.Transforms.VaeEncode(
                "A", "Features", Plain with { KlDivergenceColumnName = "KlA", ScoreColumnName = "ScoreA" }))
            .Append(ml.Transforms.VaeEncode(
                "B", "Copy", Plain with { ScoreColumnName = "ScoreB", LogVarianceColumnName = "LvB" })),
        ["a normalizer that skips the codes, as the annotation says"] = ml => ml.Transforms
            .VaeEncode("Latent", "Features", Plain)
            .Append(ml.AnomalyDetection.Trainers.RandomizedPca("Latent", rank: 2)),
        ["nested chains, dropped and selected columns"] = ml => new EstimatorChain<ITransformer>()
            .Append(new EstimatorChain<ITransformer>().Append(ml.Transforms.NormalizeMinMax("Features")))
            .Append(new EstimatorChain<ITransformer>().Append(ml.Transforms.VaeEncode("Latent", "Features", Quick)))
            .Append(ml.Transforms.DropColumns("Features"))
            .Append(ml.Transforms.SelectColumns("Latent", "Kl")),
        ["a scalar column as the next trainer's feature"] = ml => ml.Transforms.VaeEncode("Latent", "Features", Quick)
            .Append(ml.Transforms.Concatenate("Parts", "Kl", "Error", "Surprise", "Latent"))
            .Append(ml.Transforms.NormalizeMeanVariance("Parts"))
            .Append(ml.Transforms.VaeEncode("Code", "Parts", Plain)),
    };

    public static TheoryData<string> Names => [.. Pipelines.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_fits_gives_the_promised_schema_and_loads_with_the_same_values(string name)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(120));
        IEstimator<ITransformer> pipeline = Pipelines[name](ml);
        string[] promised = [.. pipeline.GetOutputSchema(Subjects.Shape(data.Schema)).Select(column => column.Name).Order()];

        ITransformer fitted = pipeline.Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out DataViewSchema? schema);

        Assert.Equal(
            SchemaTests.Describe(fitted.GetOutputSchema(data.Schema)), SchemaTests.Describe(loaded.GetOutputSchema(schema)));
        Assert.Equal(
            promised,
            fitted.GetOutputSchema(data.Schema).Where(column => !column.IsHidden).Select(column => column.Name).Order());
        IDataView fresh = View(ml, Rows(700, seed: 8));
        Table.AssertNear(Table.Read(fitted.Transform(fresh)), Table.Read(loaded.Transform(fresh)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loaded_pipeline_can_be_saved_and_loaded_again(string name)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = Pipelines[name](ml).Fit(data);

        ITransformer once = Subjects.SaveAndLoad(fitted, data.Schema, out DataViewSchema? schema);
        ITransformer twice = Subjects.SaveAndLoad(once, schema, out _);

        Table.AssertNear(Table.Read(fitted.Transform(data)), Table.Read(twice.Transform(data)));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void It_works_before_and_after_a_cache(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer plain = subject.Create(ml).Fit(data);
        ITransformer cached = ml.Transforms.CopyColumns("Copy", "Id")
            .AppendCacheCheckpoint(ml)
            .Append(subject.Create(ml))
            .Fit(data);

        Dictionary<string, float[][]> expected = Table.Read(plain.Transform(data));
        Table.AssertNear(expected, Table.Read(cached.Transform(data)));
        IDataView cache = ml.Data.Cache(plain.Transform(data));
        Table.AssertNear(expected, Table.Read(cache));
        Table.AssertNear(expected, Table.Read(cache));
    }

    [Fact]
    public void Cross_validation_fits_a_pipeline_with_one()
    {
        var ml = new MLContext(1);

        var results = ml.Clustering.CrossValidate(
            View(ml, Rows(120)),
            ml.Transforms.VaeEncode("Latent", "Features", Plain)
                .Append(ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3)),
            numberOfFolds: 3,
            featuresColumnName: "Latent");

        Assert.Equal(3, results.Count);
        Assert.All(results, fold => Assert.True(fold.Metrics.AverageDistance >= 0));
    }

    [Fact]
    public void Latent_codes_train_a_stock_classifier()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(
            Rows(200).Select(row => new Labeled { Features = row.Features, Label = row.Features[1] > 100 }));

        ITransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Plain with { Epochs = 40 })
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression("Label", "Latent"))
            .Fit(data);

        Assert.True(ml.BinaryClassification.Evaluate(fitted.Transform(data)).AreaUnderRocCurve > 0.9);
    }

    private static VaeAnomalyOptions Detector(VaeOptions options) => new() { Vae = options with { ValidationFraction = 0.25 } };

    private sealed class Labeled
    {
        public bool Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
