using FsCheck.Xunit;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Onnx.Schema;
using Xunit;
using static VaeTransforms.Tests.Onnx.SavedGraphs;

namespace VaeTransforms.Tests.Onnx;

/// <summary>Files that do not hold a whole, sound model, and what their refusal says.</summary>
public sealed class GraphRefusalTests
{
    [Fact]
    public void An_empty_file_is_named_as_such() => AssertRefused([], "empty");

    [Fact]
    public void A_zip_archive_is_recognized_as_MLNETs_own_model_file() =>
        AssertRefused([.. "PK\u0003\u0004"u8, 0, 0], "mlContext.Model.Load");

    [Fact]
    public void A_text_is_no_model() => AssertRefused("I am a letter."u8.ToArray(), "truncated, or it is not an ONNX model");

    [Fact]
    public void A_foreign_model_is_named_as_such() => AssertRefused(Foreign(), "VaeTransforms did not write");

    [Fact]
    public void A_newer_format_is_refused_with_both_versions()
    {
        byte[] newer = Changed(
            proto => proto.MetadataProps.Single(entry => entry.Key == ModelFile.FormatVersionKey).Value = "7");

        AssertRefused(newer, "format version 7", $"reads version {ModelFile.FormatVersion}", "Use a newer version");
    }

    [Fact]
    public void A_changed_threshold_is_noticed() => AssertRefused(
        Changed(proto => Edit(proto, "3.25", "4.25"), reseal: false), "does not match");

    [Fact]
    public void A_lean_graph_is_told_from_a_saved_model() => AssertRefused(
        GraphWriter.Batch(Plain, VaeOutputs.Mean, GraphContent.Lean), "lacks the array 'heads.weight'", "not a saved model");

    [Fact]
    public void Weights_of_another_shape_are_refused() => AssertRefused(
        Changed(proto => Edit(proto, "\"units\":5", "\"units\":4")), "'encoder.0.weight'", "[6, 5]", "[6, 4]");

    [Fact]
    public void Weights_in_metadata_of_another_length_are_refused() => AssertRefused(
        Changed(proto =>
        {
            StringStringEntryProto bias = proto.MetadataProps.Single(
                entry => entry.Key.EndsWith("decoder.0.bias", StringComparison.Ordinal));
            bias.Value = "AAAA";
        }),
        "'decoder.0.bias' has 3 bytes",
        "needs 20");

    [Fact]
    public void Sizes_that_no_memory_holds_are_refused() => AssertRefused(
        Changed(proto => Edit(proto, "\"input_size\":6", "\"input_size\":2147483647"), of: Plain), "'input.offset'");

    [Theory]
    [InlineData("\"Silu\"", "\"Sine\"", "layer 'Sine'")]
    [InlineData("{\"type\":\"Silu\"}", "{}", "layer without a type")]
    [InlineData("{\"type\":\"Silu\"}", "{\"type\":7}", "layer without a type")]
    [InlineData("{\"type\":\"Silu\"}", "7", "cannot be read")]
    [InlineData("\"Silu\"}", "\"Silu\",\"slope\":1}", "options of the layer 'Silu'")]
    [InlineData("\"units\":5", "\"units\":0", "must be from 1 to 65536")]
    [InlineData("\"units\":5", "\"units\":null", "options of the layer 'Dense'")]
    [InlineData(",\"units\":5", "", "options of the layer 'Dense'")]
    [InlineData("\"Gaussian\"", "\"Weibull\"", "likelihood 'Weibull'")]
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
        AssertRefused(Changed(proto => Edit(proto, from, to)), message);

    [Theory]
    [InlineData(0, 9f)]
    [InlineData(1, -4f)]
    [InlineData(40, 100f)]
    [InlineData(65, 1e30f)]
    [InlineData(66, float.NaN)]
    public void Knots_that_do_not_increase_are_refused(int place, float value)
    {
        byte[] broken = Changed(
            proto =>
            {
                Set(proto, "input.quantiles.values", place, value);
                if (place == 65)
                {
                    Set(proto, "input.quantiles.normal", place, Quantiles.Weights["input.quantiles.normal"].Values[64]);
                }
            },
            of: Quantiles);

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
        ModelProto proto = Parsed(Quantiles, VaeOutputs.All);
        ModelProto wide = proto.Clone();
        Edit(wide, "\"input_size\":6", "\"input_size\":2147483647");
        TensorProto knots = proto.Graph.Initializer.Single(
            tensor => tensor.Name.EndsWith("input.quantiles.normal", StringComparison.Ordinal));
        proto.Graph.Initializer.Remove(knots);

        AssertRefused(Sealed(proto), "lacks the array 'input.quantiles.normal'");
        AssertRefused(Sealed(wide), "'input.offset'", "[2147483647]");
    }

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
        broken.Weights["input.scale"].Values[0] = 0;
        AssertRefused(GraphWriter.Batch(broken, VaeOutputs.All, GraphContent.Whole), "'input.scale' has a 0");
    }

    [Property(MaxTest = 300, EndSize = 1_000_000)]
    public void A_truncated_file_is_always_refused(int seed)
    {
        byte[] whole = GraphWriter.Row(seed % 2 == 0 ? Detector : Plain, MeanOnly, GraphContent.Whole);
        AssertRefused(whole[..new Random(seed).Next(whole.Length)]);
    }

    [Property(MaxTest = 1000, EndSize = 1_000_000)]
    public void Flipped_bits_are_refused_or_mean_the_same_model(int seed)
    {
        Random random = new(seed);
        TrainedVae model = seed % 2 == 0 ? Detector : Plain;
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
}
