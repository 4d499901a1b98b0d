using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>What the file of every graph has around its nodes: versions, metadata and, last, a digest of the rest.</summary>
internal static class ModelFile
{
    /// <summary>
    /// The highest version written here; a reader refuses a higher one. 2 has a score other than the negative ELBO, which a
    /// reader of 1 would not know of; 3 an ensemble, of which a reader of 2 would take the first network alone, a Student's t
    /// likelihood, or a normalisation by quantiles. What needs no more is still written as 1 or 2.
    /// </summary>
    public const int FormatVersion = 3;

    public const string FormatVersionKey = "vaetransforms.format_version";
    public const string ModelKey = "vaetransforms.model";
    public const string WeightKeyPrefix = "vaetransforms.weight.";
    public const string DigestKey = "vaetransforms.sha256";

    // Opset 13 with IR version 8 runs on ONNX Runtime from 1.10 (2021) on; nothing here needs more.
    private const int IrVersion = 8;
    private const int OperatorSet = 13;
    private const int MlOperatorSet = 2;

    /// <summary>What to do about a file that is not as it was written.</summary>
    public const string TakeAgain = "Take the file from its source again.";

    public static byte[] Write(TrainedVae model, GraphBuilder graph, GraphContent content)
    {
        ModelProto proto = new()
        {
            IrVersion = IrVersion,
            ProducerName = "VaeTransforms",
            Graph = graph.Graph,
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = OperatorSet });
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.MlDomain, Version = MlOperatorSet });
        if (content == GraphContent.Bare)
        {
            return proto.ToByteArray();
        }

        Add(proto, FormatVersionKey, VersionNeeded(model).ToString(CultureInfo.InvariantCulture));
        Add(proto, "vaetransforms.architecture", $"{model.Architecture} {model.Architecture.Activation}, {model.Architecture.Likelihood}");
        Add(proto, ModelKey, ModelMetadata.ToJson(model));
        if (content == GraphContent.Whole)
        {
            if (model.Calibration is { } calibration)
            {
                StoredCalibration.Write(calibration, proto.MetadataProps);
            }

            HashSet<string> inGraph = [.. graph.Graph.Initializer.Select(tensor => GraphBuilder.InnerName(tensor.Name))];
            IEnumerable<NamedTensor> arrays =
                [.. model.Tensors(), .. ScoreMetadata.Arrays(model.Scoring), .. StoredQuantiles.Arrays(model.Weights.Quantiles)];
            foreach (NamedTensor tensor in arrays.Where(tensor => !inGraph.Contains(tensor.Name)))
            {
                Add(proto, WeightKeyPrefix + tensor.Name, Convert.ToBase64String(TensorBytes.Encode(tensor.Values)));
            }
        }

        return Seal(proto);
    }

    /// <summary>Appends the digest of everything else and serialises.</summary>
    public static byte[] Seal(ModelProto unsealed)
    {
        Add(unsealed, DigestKey, Digest(unsealed));
        return unsealed.ToByteArray();
    }

    /// <summary>SHA-256 of the serialised model, in hexadecimal digits.</summary>
    public static string Digest(ModelProto unsealed) => Convert.ToHexStringLower(SHA256.HashData(unsealed.ToByteArray()));

    private static int VersionNeeded(TrainedVae model) =>
        model.Others.Count > 0 || model.Architecture.Likelihood is StudentTLikelihood || model.Weights.Quantiles is not null ? FormatVersion
        : model.Scoring is not null ? 2
        : 1;

    private static void Add(ModelProto proto, string key, string value) =>
        proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
}
