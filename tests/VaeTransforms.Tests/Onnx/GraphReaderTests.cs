using System.Globalization;
using FsCheck.Xunit;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Onnx.Schema;
using Xunit;

namespace VaeTransforms.Tests.Onnx;

public sealed class GraphReaderTests
{
    private static readonly TrainedVae Model = TestModels.Detector(TestModels.Random(TestModels.Architecture()), 3.25f) with
    {
        InputColumnName = "Größe /\"n",
        SlotNames = ["a", "b", "ß", "", "e", "a"],
    };

    private static readonly TrainedVae Plain = TestModels.Random(TestModels.Architecture());

    private static readonly RowGraph MeanOnly = new() { Features = "Features", Mean = "Latent" };

    public static TheoryData<string> WholeGraphs => new(Graphs.Keys);

    private static Dictionary<string, byte[]> Graphs => new()
    {
        ["batch, everything"] = GraphWriter.Batch(Model, VaeOutputs.All, GraphContent.Whole),
        ["batch, mean"] = GraphWriter.Batch(Model, VaeOutputs.Mean, GraphContent.Whole),
        ["decoder"] = GraphWriter.Decoder(Model, GraphContent.Whole),
        ["decoder error"] = GraphWriter.DecoderError(Model, GraphContent.Whole),
        ["row, mean"] = GraphWriter.Row(Model, MeanOnly, GraphContent.Whole),
        ["row, names like the inner ones"] = GraphWriter.Row(
            Model,
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
    public void Every_whole_graph_gives_the_whole_model_back(string graph) => AssertSame(Model, GraphReader.Read(Graphs[graph]));

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
            AssertSame(Model, GraphReader.Read(here));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_zip_archive_is_recognised_as_MLNETs_own_model_file()
    {
        var exception = Assert.Throws<VaeModelFormatException>(() => GraphReader.Read([.. "PK\u0003\u0004"u8, 0, 0]));

        Assert.Contains("mlContext.Model.Load", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_optional_parts_comes_back_without_them()
    {
        TrainedVae bare = TestModels.WithoutNormalization(TestModels.Random(TestModels.Architecture(
            inputSize: 1, latentDimension: 1, hiddenLayers: [], likelihood: Likelihood.Bernoulli)));
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
        TrainedVae model = TestModels.WithQuantiles(TestModels.Random(TestModels.Architecture()));
        Func<TrainedVae, byte[]>[] writers =
        [
            vae => GraphWriter.Batch(vae, VaeOutputs.All, GraphContent.Whole),
            vae => GraphWriter.Batch(vae, VaeOutputs.Mean, GraphContent.Whole),
            vae => GraphWriter.Decoder(vae, GraphContent.Whole),
            vae => GraphWriter.Row(vae, MeanOnly, GraphContent.Whole),
        ];
        Assert.All(writers, write =>
        {
            byte[] bytes = write(model);
            TrainedVae read = GraphReader.Read(bytes);

            AssertSame(model, read);
            Assert.Equal(bytes, write(read));
        });
    }

    [Theory]
    [InlineData(0, 9f)]
    [InlineData(1, -4f)]
    [InlineData(40, 100f)]
    [InlineData(65, 1e30f)]
    [InlineData(66, float.NaN)]
    public void Knots_that_do_not_increase_are_refused(int place, float value)
    {
        TrainedVae model = TestModels.WithQuantiles(TestModels.Random(TestModels.Architecture()));
        byte[] broken = Changed(
            proto =>
            {
                Set(proto, "input.quantiles.values", place, value);
                if (place == 65)
                {
                    Set(proto, "input.quantiles.normal", place, model.Weights["input.quantiles.normal"].Values[64]);
                }
            },
            of: model);

        AssertRefused(broken, "'input.quantiles.values'");

        static void Set(ModelProto proto, string array, int place, float value)
        {
            TensorProto tensor = proto.Graph.Initializer.Single(tensor => GraphBuilder.InnerName(tensor.Name) == array);
            float[] values = TensorBytes.Decode(tensor.RawData.Span);
            values[place] = value;
            tensor.RawData = Google.Protobuf.ByteString.CopyFrom(TensorBytes.Encode(values));
        }
    }

    [Fact]
    public void A_file_that_lacks_its_knots_or_has_more_slots_than_them_is_refused()
    {
        TrainedVae model = TestModels.WithQuantiles(TestModels.Random(TestModels.Architecture()));
        ModelProto proto = ModelProto.Parser.ParseFrom(GraphWriter.Batch(model, VaeOutputs.All, GraphContent.Whole));
        proto.MetadataProps.Remove(proto.MetadataProps.Single(entry => entry.Key == ModelFile.DigestKey));
        ModelProto wide = proto.Clone();
        Edit(wide, ModelFile.ModelKey, "\"input_size\":6", "\"input_size\":2147483647");
        proto.Graph.Initializer.Remove(proto.Graph.Initializer.Single(tensor => tensor.Name.EndsWith("input.quantiles.normal", StringComparison.Ordinal)));

        AssertRefused(ModelFile.Seal(proto), "lacks the array 'input.quantiles.normal'");
        AssertRefused(ModelFile.Seal(wide), "'input.offset'", "[2147483647]");
    }

    [Fact]
    public void A_file_is_told_from_other_bytes_without_reading_it()
    {
        Assert.All(Graphs.Values, bytes => Assert.True(GraphReader.HoldsVae(bytes)));
        Assert.False(GraphReader.HoldsVae([]));
        Assert.False(GraphReader.HoldsVae("PK zip"u8.ToArray()));
        Assert.False(GraphReader.HoldsVae(ForeignModel()));
    }

    [Fact]
    public void An_empty_file_is_named_as_such() => AssertRefused([], "empty");

    [Fact]
    public void A_text_is_no_model() => AssertRefused("I am a letter."u8.ToArray(), "truncated, or it is no ONNX model");

    [Fact]
    public void A_foreign_model_is_named_as_such() => AssertRefused(ForeignModel(), "VaeTransforms did not write");

    [Fact]
    public void A_newer_format_is_refused_with_both_versions()
    {
        byte[] newer = Changed(proto => proto.MetadataProps.Single(e => e.Key == ModelFile.FormatVersionKey).Value = "7");
        AssertRefused(newer, "format version 7", $"reads version {ModelFile.FormatVersion}", "Use a newer version");
    }

    [Fact]
    public void A_changed_threshold_is_noticed() => AssertRefused(
        Changed(proto => Edit(proto, ModelFile.ModelKey, "3.25", "4.25"), reseal: false), "does not match");

    [Fact]
    public void A_lean_graph_is_told_from_a_saved_model() => AssertRefused(
        GraphWriter.Batch(Plain, VaeOutputs.Mean, GraphContent.Lean), "lacks the array 'heads.weight'", "not a saved model");

    [Fact]
    public void Weights_of_another_shape_are_refused() => AssertRefused(
        Changed(proto => Edit(proto, ModelFile.ModelKey, "\"units\":5", "\"units\":4")),
        "'encoder.0.weight'", "[6, 5]", "[6, 4]");

    [Fact]
    public void Weights_in_metadata_of_another_length_are_refused() => AssertRefused(
        Changed(proto => proto.MetadataProps.Single(e => e.Key.EndsWith("decoder.0.bias", StringComparison.Ordinal)).Value = "AAAA"),
        "'decoder.0.bias' has 3 bytes", "needs 20");

    [Fact]
    public void Sizes_that_no_memory_holds_are_refused() => AssertRefused(
        Changed(proto => Edit(proto, ModelFile.ModelKey, "\"input_size\":6", "\"input_size\":2147483647"), of: Plain), "'input.offset'");

    [Theory]
    [InlineData("\"Silu\"", "\"Sine\"", "layer 'Sine'")]
    [InlineData("{\"type\":\"Silu\"}", "{}", "layer without a type")]
    [InlineData("{\"type\":\"Silu\"}", "{\"type\":7}", "layer without a type")]
    [InlineData("{\"type\":\"Silu\"}", "7", "cannot be read")]
    [InlineData("\"Silu\"}", "\"Silu\",\"slope\":1}", "options of the layer 'Silu'")]
    [InlineData("\"units\":5", "\"units\":0", "must be from 1 to 65536")]
    [InlineData("\"units\":5", "\"units\":null", "options of the layer 'Dense'")]
    [InlineData(",\"units\":5", "", "options of the layer 'Dense'")]
    [InlineData("\"Gaussian\"", "\"Poisson\"", "likelihood 'Poisson'")]
    [InlineData("\"Gaussian\"", "\"StudentT\"", "options of the likelihood 'StudentT'")]
    [InlineData("\"Gaussian\"", "\"StudentT\",\"degrees_of_freedom\":1", "must be above 2")]
    [InlineData("\"Gaussian\"", "\"System.Text.StringBuilder\"", "which is not registered in this process")]
    [InlineData("\"input_size\":6", "\"input_size\":-6", "-6 inputs")]
    [InlineData("\"input_size\":6", "\"input_size\":null", "cannot be read")]
    [InlineData("\"encoder\":[", "\"encoder\":null,\"x\":[", "cannot be read")]
    [InlineData("\"training\":{", "\"training\":null,\"x\":{", "cannot be read")]
    [InlineData("\"slot_names\":[\"a\",", "\"slot_names\":[", "5 slot names")]
    [InlineData("3.25", "\"NaN\"", "threshold is NaN")]
    [InlineData("{", "", "cannot be read")]
    public void A_description_that_makes_no_sense_is_refused(string from, string to, string message) =>
        AssertRefused(Changed(proto => Edit(proto, ModelFile.ModelKey, from, to)), message);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_not_finite_is_refused_with_its_place(float value)
    {
        TrainedVae broken = TestModels.Random(TestModels.Architecture());
        broken.Weights["heads.weight"].Values[3] = value;
        AssertRefused(GraphWriter.Batch(broken, VaeOutputs.All, GraphContent.Whole), "'heads.weight'", "place 3");
    }

    [Fact]
    public void A_scale_of_zero_is_refused()
    {
        TrainedVae broken = TestModels.Random(TestModels.Architecture());
        broken.SlotScales()[0] = 0;
        AssertRefused(GraphWriter.Batch(broken, VaeOutputs.All, GraphContent.Whole), "'input.scale' has a 0");
    }

    [Property(MaxTest = 300, EndSize = 1_000_000)]
    public void A_truncated_file_is_always_refused(int seed)
    {
        byte[] whole = GraphWriter.Row(seed % 2 == 0 ? Model : Plain, MeanOnly, GraphContent.Whole);
        AssertRefused(whole[..new Random(seed).Next(whole.Length)]);
    }

    [Property(MaxTest = 1000, EndSize = 1_000_000)]
    public void Flipped_bits_are_refused_or_mean_the_same_model(int seed)
    {
        Random random = new(seed);
        TrainedVae model = seed % 2 == 0 ? Model : Plain;
        byte[] bytes = GraphWriter.Row(model, MeanOnly, GraphContent.Whole);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        try
        {
            AssertSame(model, GraphReader.Read(bytes));
        }
        catch (VaeModelFormatException)
        {
            // The other allowed outcome.
        }

        GraphReader.HoldsVae(bytes);
    }

    private static void AssertSame(TrainedVae expected, TrainedVae actual)
    {
        Assert.Equal(expected.Architecture, actual.Architecture);
        Assert.Equal(expected.Normalization, actual.Normalization);
        Assert.Equal(expected.Training, actual.Training);
        Assert.Equal(expected.InputColumnName, actual.InputColumnName);
        Assert.Equal(expected.SlotNames, actual.SlotNames);
        Assert.Equal(expected.Threshold, actual.Threshold);
        Assert.Equal(expected.SlotCenters, actual.SlotCenters);
        Assert.Equal(expected.Scoring.Score, actual.Scoring.Score);
        Assert.Equal(expected.Calibration?.Scores, actual.Calibration?.Scores);
        Assert.Equal(expected.Weights.Arrays.Select(array => array.Name), actual.Weights.Arrays.Select(array => array.Name));
        Assert.Equal(expected.Weights.Arrays.Select(array => array.Values), actual.Weights.Arrays.Select(array => array.Values));
    }

    private static void AssertRefused(byte[] bytes, params string[] messageParts)
    {
        VaeModelFormatException exception = Assert.Throws<VaeModelFormatException>(() => GraphReader.Read(bytes));
        Assert.All(messageParts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private static byte[] Changed(Action<ModelProto> change, bool reseal = true, TrainedVae? of = null)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(GraphWriter.Batch(of ?? Model, VaeOutputs.Mean, GraphContent.Whole));
        change(proto);
        if (!reseal)
        {
            return Google.Protobuf.MessageExtensions.ToByteArray(proto);
        }

        proto.MetadataProps.Remove(proto.MetadataProps.Single(e => e.Key == ModelFile.DigestKey));
        return ModelFile.Seal(proto);
    }

    private static void Edit(ModelProto proto, string key, string from, string to)
    {
        StringStringEntryProto entry = proto.MetadataProps.Single(e => e.Key == key);
        int at = entry.Value.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{from}' is not in {entry.Value}");
        entry.Value = entry.Value[..at] + to + entry.Value[(at + from.Length)..];
    }

    private static byte[] ForeignModel() => Google.Protobuf.MessageExtensions.ToByteArray(
        new ModelProto { IrVersion = 8, ProducerName = "pytorch", Graph = new GraphProto { Name = "main" } });
}
