using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class CentroidsTests(CentroidsTests.Clustered clustered) : IClassFixture<CentroidsTests.Clustered>
{
    [Fact]
    public void Centers_are_the_means_of_the_codes_that_K_Means_put_together()
    {
        float[][] centroids = LatentSpace.Centroids(clustered.Model, clustered.Pipeline);

        var table = Table.Read(clustered.Pipeline.Transform(clustered.Data));
        Assert.Equal(3, centroids.Length);
        for (int cluster = 0; cluster < 3; cluster++)
        {
            float[][] members = [.. table["Latent"].Where((_, row) => table["PredictedLabel"][row][0] == cluster + 1)];
            Assert.NotEmpty(members);
            for (int j = 0; j < members[0].Length; j++)
            {
                Assert.Equal(members.Average(code => code[j]), centroids[cluster][j], 0.05);
            }
        }
    }

    [Fact]
    public void A_loaded_pipeline_the_transformer_and_its_parameters_give_the_same()
    {
        float[][] centroids = LatentSpace.Centroids(clustered.Model, clustered.Pipeline);
        ITransformer loaded = Subjects.SaveAndLoad(clustered.Pipeline, clustered.Data.Schema, out _);
        using var model = VaeModel.FromTransformer(loaded);
        Assert.Equal(centroids, LatentSpace.Centroids(model, loaded));
        Assert.Equal(centroids, LatentSpace.Centroids(model, clustered.KMeans));
        Assert.Equal(centroids, LatentSpace.Centroids(model, clustered.KMeans.Model));
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void A_model_that_clustered_something_else_is_refused()
    {
        ClusteringPredictionTransformer<KMeansModelParameters> raw =
            clustered.Ml.Clustering.Trainers.KMeans("Features", numberOfClusters: 2).Fit(clustered.Data);
        Assert.StartsWith(
            "K-Means must cluster latent means, but it read column 'Features', the input of the model.",
            Assert.Throws<ArgumentException>(() => LatentSpace.Centroids(clustered.Model, raw)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "K-Means clustered vectors of 12 values, but the model has 3 latent dimensions.",
            Assert.Throws<ArgumentException>(() => LatentSpace.Centroids(clustered.Model, raw.Model)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void None_and_several_K_Means_models_are_refused()
    {
        Assert.StartsWith(
            "The transformer must contain one K-Means model, but it has none.",
            Assert.Throws<ArgumentException>(() => LatentSpace.Centroids(clustered.Model, clustered.Pipeline.First())).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The transformer must contain one K-Means model, but it has 2, which read 'Latent', 'Latent'.",
            Assert.Throws<ArgumentException>(() => LatentSpace.Centroids(
                clustered.Model, new TransformerChain<ITransformer>(clustered.Pipeline, clustered.KMeans))).Message,
            StringComparison.Ordinal);
    }

    public sealed class Clustered : IDisposable
    {
        public Clustered()
        {
            Data = Sheets.View(Ml, Sheets.Rows(200));
            var network = new VaeOptions { LatentDimension = 3, HiddenLayers = [16], Epochs = 5, BatchSize = 32 };
            Pipeline = Ml.Transforms.VaeEncode("Latent", "Features", network)
                .Append(Ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3))
                .Fit(Data);
            Model = VaeModel.FromTransformer(Pipeline);
        }

        public MLContext Ml { get; } = new(1);

        public IDataView Data { get; }

        public VaeModel Model { get; }

        public TransformerChain<ClusteringPredictionTransformer<KMeansModelParameters>> Pipeline { get; }

        public ClusteringPredictionTransformer<KMeansModelParameters> KMeans => Pipeline.LastTransformer;

        public void Dispose()
        {
            Model.Dispose();
            Pipeline.Dispose();
        }
    }
}
