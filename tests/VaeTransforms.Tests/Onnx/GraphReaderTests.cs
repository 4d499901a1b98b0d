using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using Xunit;
using static VaeTransforms.Tests.Onnx.SavedGraphs;

namespace VaeTransforms.Tests.Onnx;

/// <summary>Files that hold a whole model, from any graph that was written.</summary>
public sealed class GraphReaderTests
{
    public static TheoryData<string> WholeGraphs => new(Graphs.Keys);

    private static Dictionary<string, byte[]> Graphs => new()
    {
        ["batch, everything"] = GraphWriter.Batch(Detector, VaeOutputs.All, GraphContent.Whole),
        ["batch, mean"] = GraphWriter.Batch(Detector, VaeOutputs.Mean, GraphContent.Whole),
        ["decoder"] = GraphWriter.Decoder(Detector, GraphContent.Whole),
        ["decoder error"] = GraphWriter.Pairs(Detector, VaeOutputs.ReconstructionError, GraphContent.Whole),
        ["row, mean"] = GraphWriter.Row(Detector, MeanOnly, GraphContent.Whole),
        ["row, names like the inner ones"] = GraphWriter.Row(
            Detector,
            new RowGraph
            {
                Features = "vae/mean.weight",
                Mean = "vaevae/mean",
                Scalars = "mean.weight",
                ScalarOutputs = VaeOutputs.Score,
            },
            GraphContent.Whole),
    };

    [Theory]
    [MemberData(nameof(WholeGraphs))]
    public void Every_whole_graph_gives_the_whole_model_back(string graph) =>
        AssertSame(Detector, GraphReader.Read(Graphs[graph]));

    [Theory]
    [MemberData(nameof(WholeGraphs))]
    public void Equal_models_give_equal_bytes_in_any_culture(string graph)
    {
        byte[] here = Graphs[graph];
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(here, Graphs[graph]);
            AssertSame(Detector, GraphReader.Read(here));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_model_without_optional_parts_comes_back_without_them()
    {
        VaeArchitecture smallest = TestModels.Architecture(
            inputSize: 1, latentDimension: 1, hiddenLayers: [], likelihood: Likelihood.Bernoulli);
        TrainedVae bare = TestModels.WithoutNormalization(TestModels.Random(smallest));

        AssertSame(bare, GraphReader.Read(GraphWriter.Batch(bare, VaeOutputs.Score, GraphContent.Whole)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2.0000000000000004)]
    [InlineData(99.99999)]
    public void A_Student_t_likelihood_comes_back_with_its_degrees_of_freedom(double degreesOfFreedom)
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture(likelihood: Likelihood.StudentT(degreesOfFreedom)));
        byte[] bytes = GraphWriter.Batch(model, VaeOutputs.Mean, GraphContent.Whole);

        AssertSame(model, GraphReader.Read(bytes));
    }

    [Fact]
    public void A_map_of_quantiles_comes_back_from_every_graph_and_writes_the_same_bytes_again()
    {
        Func<TrainedVae, byte[]>[] writers =
        [
            vae => GraphWriter.Batch(vae, VaeOutputs.All, GraphContent.Whole),
            vae => GraphWriter.Batch(vae, VaeOutputs.Mean, GraphContent.Whole),
            vae => GraphWriter.Decoder(vae, GraphContent.Whole),
            vae => GraphWriter.Row(vae, MeanOnly, GraphContent.Whole),
        ];
        Assert.All(writers, write =>
        {
            byte[] bytes = write(Quantiles);
            TrainedVae read = GraphReader.Read(bytes);

            AssertSame(Quantiles, read);
            Assert.Equal(bytes, write(read));
        });
    }

    [Fact]
    public void A_file_is_told_from_other_bytes_without_reading_it()
    {
        Assert.All(Graphs.Values, bytes => Assert.True(GraphReader.HoldsVae(bytes)));
        Assert.False(GraphReader.HoldsVae([]));
        Assert.False(GraphReader.HoldsVae("PK zip"u8.ToArray()));
        Assert.False(GraphReader.HoldsVae(Foreign()));
    }
}
