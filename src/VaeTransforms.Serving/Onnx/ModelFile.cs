using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>What the file of every graph has around its nodes: versions, metadata and, last, a digest of the rest.</summary>
internal static class ModelFile
{
    /// <summary>The version written here; a reader refuses any other.</summary>
    public const int FormatVersion = 1;

    public const string FormatVersionKey = "vaetransforms.format_version";
    public const string ModelKey = "vaetransforms.model";
    public const string WeightKeyPrefix = "vaetransforms.weight.";
    public const string DigestKey = "vaetransforms.sha256";

    // Opset 13 with IR version 8 runs on ONNX Runtime from 1.10 (2021) on; nothing here needs more.
    private const int IrVersion = 8;
    public const int OperatorSet = 13;
    private const int MlOperatorSet = 2;

    /// <summary>What to do about a file that is not as it was written.</summary>
    public const string TakeAgain = "Take the file from its source again.";

    /// <summary>A graph with the versions that it is written in, and nothing else.</summary>
    public static ModelProto Wrap(GraphBuilder graph)
    {
        ModelProto proto = new()
        {
            IrVersion = IrVersion,
            ProducerName = "VaeTransforms",
            Graph = graph.Graph(),
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = OperatorSet });

        // Only slot names need the other operators, and a runtime without those can run every other graph.
        if (proto.Graph.Node.Any(node => node.Domain == GraphBuilder.MlDomain))
        {
            proto.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.MlDomain, Version = MlOperatorSet });
        }

        return proto;
    }

    public static byte[] Write(TrainedVae model, GraphBuilder graph, GraphContent content)
    {
        ModelProto proto = Wrap(graph);
        if (content == GraphContent.Bare)
        {
            return proto.ToByteArray();
        }

        Add(proto, FormatVersionKey, FormatVersion.ToString(CultureInfo.InvariantCulture));
        Add(proto, "vaetransforms.architecture", $"{model.Architecture}, {model.Architecture.Likelihood}");
        Add(proto, ModelKey, ModelMetadata.ToJson(model));
        if (content == GraphContent.Whole)
        {
            if (model is { SlotCenters: { } centers, Calibration: { } calibration })
            {
                StoredCalibration.Write(centers, calibration, proto.MetadataProps);
            }

            HashSet<string> inGraph = [.. proto.Graph.Initializer.Select(tensor => GraphBuilder.InnerName(tensor.Name))];
            IEnumerable<NamedTensor> arrays =
                [.. model.Weights.Arrays, .. model.Scoring.FileArrays, .. model.Map?.FileArrays ?? []];
            foreach (NamedTensor tensor in arrays.Where(tensor => !inGraph.Contains(tensor.Name)))
            {
                Add(proto, WeightKeyPrefix + tensor.Name, Convert.ToBase64String(TensorBytes.Encode(tensor.Values)));
            }
        }

        return Seal(proto);
    }

    /// <summary>Appends the digest of everything else and serializes.</summary>
    public static byte[] Seal(ModelProto unsealed)
    {
        Add(unsealed, DigestKey, Digest(unsealed));
        return unsealed.ToByteArray();
    }

    /// <summary>SHA-256 of the serialized model, in hexadecimal digits.</summary>
    public static string Digest(ModelProto unsealed) => Convert.ToHexStringLower(SHA256.HashData(unsealed.ToByteArray()));

    private static void Add(ModelProto proto, string key, string value) =>
        proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
}
