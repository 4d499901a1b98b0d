using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Exports stock transformers, VAEs and what follows them as one ONNX file.</summary>
public sealed class ExportsAWholePipelineTests
{
    private readonly MLContext _ml = new(1);

    public enum Way
    {
        Fitted,
        Loaded,
        LoadedVae,
    }

    [Theory]
    [InlineData(Way.Fitted, true)]
    [InlineData(Way.Fitted, false)]
    [InlineData(Way.Loaded, true)]
    [InlineData(Way.LoadedVae, false)]
    public void One_file_gives_what_the_pipeline_gives(Way way, bool clusters)
    {
        IEstimator<ITransformer> last = clusters
            ? _ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3)
            : _ml.Regression.Trainers.OnlineGradientDescent("Size", "Latent");
        IEstimator<ITransformer> pipeline = _ml.Transforms.ReplaceMissingValues("Amount")
            .Append(_ml.Transforms.Categorical.OneHotEncoding("Codes", "Kind"))
            .Append(_ml.Transforms.Concatenate("Features", "Amount", "Size", "Codes"))
            .Append(_ml.Transforms.NormalizeMeanVariance("Features"))
            .Append(_ml.Transforms.VaeEncode("Latent", "Features", Sheets.Quick))
            .Append(last);

        string[] columns = Check(pipeline, way, inputs: ["Amount", "Kind", "Size"]);

        Assert.Superset(
            new HashSet<string> { "Features", "Latent", "Reconstruction", "Kl", "Surprise", "Score" }, columns.ToHashSet());
    }

    [Theory]
    [InlineData(Way.Fitted)]
    [InlineData(Way.Loaded)]
    public void A_VAE_of_a_table_reads_text_keys_and_numbers_of_any_type(Way way)
    {
        string[] columns = ["Amount", "Size", "Kind", "Day", "Month", "IsNew", "Count", "Exact"];
        IEstimator<ITransformer> pipeline = _ml.Transforms.Conversion.MapValueToKey("Day", "Weekday")
            .Append(_ml.Transforms.VaeEncode(
                "Latent", columns, Sheets.Quick with { MissingValues = MissingValues.Mask }))
            .Append(_ml.Transforms.DropColumns("Day"));

        Check(pipeline, way, inputs: ["Amount", "Count", "Exact", "IsNew", "Kind", "Month", "Size", "Weekday"]);
    }

    [Theory]
    [InlineData(Way.Fitted)]
    [InlineData(Way.Loaded)]
    public void A_VAE_that_comes_first_reads_keys_without_values(Way way) => Check(
        _ml.Transforms.VaeEncode("Latent", ["Size", "Month"], Sheets.Quick with { MissingValues = MissingValues.Mask }),
        way,
        inputs: ["Month", "Size"]);

    [Theory]
    [InlineData(NaNPolicy.Pass)]
    [InlineData(NaNPolicy.Alarm)]
    public void A_detector_keeps_its_labels_and_shares(NaNPolicy policy)
    {
        var options = new VaeAnomalyOptions
        {
            Vae = new VaeOptions { LatentDimension = 1, HiddenLayers = [16], Epochs = 3, BatchSize = 32 },
            NaNPolicy = policy,
            PValueColumnName = "Share",
            FeatureContributionsColumnName = "Parts",
        };
        IEstimator<ITransformer> pipeline = _ml.Transforms.Concatenate("Features", "Size", "Exact32")
            .Append(_ml.AnomalyDetection.Trainers.Vae("Features", options));

        string[] columns = Check(pipeline, Way.Fitted, inputs: ["Exact32", "Size"]);

        Assert.Superset(new HashSet<string> { "Score", "PredictedLabel", "Share", "Parts" }, columns.ToHashSet());
    }

    [Fact]
    public void Clusters_and_a_second_VAE_come_along()
    {
        VaeOptions filling = Sheets.Quick with { LogVarianceColumnName = null, ReconstructionColumnName = null };
        IEstimator<ITransformer> pipeline = _ml.Transforms.VaeImpute("Complete", "Exacts", filling)
            .Append(_ml.Transforms.VaeEncode("Latent", "Complete", new VaeOptions
            {
                LatentDimension = 2,
                Epochs = 4,
                Prior = Prior.MixtureOfGaussians(2),
                ClusterColumnName = "Cluster",
                ClusterProbabilitiesColumnName = "Probabilities",
            }));

        Check(pipeline, Way.Fitted, inputs: ["Exacts"]);
    }

    /// <summary>Runs the graph beside the pipeline.</summary>
    /// <returns>The columns of the graph's outputs.</returns>
    private string[] Check(IEstimator<ITransformer> estimator, Way way, string[] inputs)
    {
        IDataView data = Payment.View(_ml);
        ITransformer fitted = estimator.Fit(data);
        using var owned = fitted as IDisposable;
        ITransformer pipeline = way switch
        {
            Way.Loaded => Subjects.SaveAndLoad(fitted, data.Schema, out _),
            Way.LoadedVae => Subjects.SaveAndLoadVae(fitted, data.Schema),
            _ => fitted,
        };
        using var stream = new MemoryStream();
        _ml.Model.ConvertVaeToOnnx(pipeline, data, stream, _ml.Model.ConvertToOnnx);
        using var session = new InferenceSession(stream.ToArray());
        Assert.Equal(inputs, session.InputMetadata.Keys.Order());

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [.. session.InputMetadata.Select(input => OnnxColumns.Input(data, input.Key, input.Value))]);
        IDataView expected = fitted.Transform(data);
        string[] added = [.. results.Select(result => result.Name[..^".output".Length])];
        Assert.All(
            results.Zip(added).Where(pair => !CountsFromZero(expected.Schema[pair.Second])),
            pair => OnnxColumns.AssertNear(expected, pair.Second, pair.First));
        Assert.Equal(
            expected.Schema.CountBy(column => column.Name)
                .Where(name => name.Value > data.Schema.Count(column => column.Name == name.Key))
                .Select(name => name.Key).Order(),
            added.Order());
        return added;
    }

    // ML.NET's converter counts the clusters of K-Means from 0, and ML.NET from 1.
    private static bool CountsFromZero(DataViewSchema.Column column) =>
        column is { Name: "PredictedLabel", Type: KeyDataViewType };
}
