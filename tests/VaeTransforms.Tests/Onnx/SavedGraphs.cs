using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Onnx.Schema;
using Xunit;

namespace VaeTransforms.Tests.Onnx;

/// <summary>Untrained models, their saved graphs with changes made on purpose, and what reading one has to give.</summary>
internal static class SavedGraphs
{
    public static TrainedVae Plain { get; } = TestModels.Random(TestModels.Architecture());

    /// <summary>A model with all optional parts.</summary>
    public static TrainedVae Detector { get; } = TestModels.Detector(Plain, 3.25f) with
    {
        InputColumnName = "Größe /\"n",
        SlotNames = ["a", "b", "ß", "", "e", "a"],
    };

    public static TrainedVae Quantiles { get; } = TestModels.WithQuantiles(Plain);

    public static RowGraph MeanOnly { get; } = new() { Features = "Features", Mean = "Latent" };

    /// <summary>A model that another program wrote.</summary>
    public static byte[] Foreign() => Google.Protobuf.MessageExtensions.ToByteArray(
        new ModelProto { IrVersion = 8, ProducerName = "pytorch", Graph = new GraphProto { Name = "main" } });

    /// <summary>A file that was changed after it was written, with the digest of its new content unless told otherwise.</summary>
    public static byte[] Changed(Action<ModelProto> change, bool reseal = true, TrainedVae? of = null)
    {
        ModelProto proto = Parsed(of ?? Detector, VaeOutputs.Mean);
        change(proto);
        return reseal ? Sealed(proto) : Google.Protobuf.MessageExtensions.ToByteArray(proto);
    }

    public static ModelProto Parsed(TrainedVae model, VaeOutputs outputs) =>
        ModelProto.Parser.ParseFrom(GraphWriter.Batch(model, outputs, GraphContent.Whole));

    /// <summary>With the digest of what it now holds.</summary>
    public static byte[] Sealed(ModelProto proto)
    {
        proto.MetadataProps.Remove(proto.MetadataProps.Single(entry => entry.Key == ModelFile.DigestKey));
        return ModelFile.Seal(proto);
    }

    /// <summary>Replaces a part of the model's description.</summary>
    public static void Edit(ModelProto proto, string from, string to)
    {
        StringStringEntryProto entry = proto.MetadataProps.Single(entry => entry.Key == ModelFile.ModelKey);
        int at = entry.Value.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{from}' is not in {entry.Value}");
        entry.Value = entry.Value[..at] + to + entry.Value[(at + from.Length)..];
    }

    public static void AssertSame(TrainedVae expected, TrainedVae actual)
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

    public static void AssertRefused(byte[] bytes, params string[] messageParts)
    {
        VaeModelFormatException exception = Assert.Throws<VaeModelFormatException>(() => GraphReader.Read(bytes));
        Assert.All(messageParts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
