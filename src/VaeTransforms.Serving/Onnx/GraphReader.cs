using System.Globalization;
using Google.Protobuf;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>Reads a model back from any graph that was written with <see cref="GraphContent.Whole"/>.</summary>
/// <remarks>Nodes are not read: weights and metadata are the model, and the digest shows whether the rest was changed.</remarks>
internal static class GraphReader
{
    /// <summary>Whether the bytes are an ONNX model with the metadata of this library; its weights are not read.</summary>
    public static bool HoldsVae(byte[] bytes)
    {
        try
        {
            using CodedInputStream stream = new(bytes);
            for (uint tag = stream.ReadTag(); tag != 0; tag = stream.ReadTag())
            {
                if (WireFormat.GetTagFieldNumber(tag) != ModelProto.MetadataPropsFieldNumber)
                {
                    stream.SkipLastField();
                    continue;
                }

                StringStringEntryProto entry = new();
                stream.ReadMessage(entry);
                if (entry.Key == ModelFile.FormatVersionKey)
                {
                    return true;
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not protobuf, or cut short before the metadata.
        }

        return false;
    }

    /// <summary>The model in a file.</summary>
    /// <param name="bytes">What <see cref="GraphWriter"/> wrote.</param>
    /// <exception cref="VaeModelFormatException">The bytes are truncated, damaged, foreign or of a newer format.</exception>
    public static TrainedVae Read(byte[] bytes)
    {
        ModelProto proto = Parse(bytes);
        Dictionary<string, string> entries = Entries(proto);
        RequireKnownVersion(entries);
        RequireIntact(proto, entries);
        if (!entries.TryGetValue(ModelFile.ModelKey, out string? json))
        {
            throw new VaeModelFormatException($"The file lacks the model's description. {ModelFile.TakeAgain}");
        }

        ModelMetadata metadata = ModelMetadata.FromJson(json);
        VaeArchitecture architecture = metadata.Architecture();
        Normalization normalization = ModelFormulas.Read<Normalization>(metadata.Normalization);
        var weights = new StoredWeights(proto.Graph, entries);
        StoredCalibration? stored = metadata.Threshold is null ? null : StoredCalibration.Read(entries, architecture);
        var model = new TrainedVae
        {
            Architecture = architecture,
            Normalization = normalization,
            Weights = weights.Read(architecture, normalization),
            Training = metadata.Training,
            InputColumnName = metadata.InputColumnName,
            SlotNames = metadata.SlotNames,
            Scoring = StoredScore.Read(metadata.Score, architecture, weights),
            Map = metadata.MapShape is { } axes ? StoredScore.ReadMap(new(new(axes)), weights) : null,
            SlotCenters = stored?.SlotCenters,
            Calibration = stored?.Calibration,
            Threshold = metadata.Threshold is null
                ? null
                : metadata.Threshold with { AutocorrelationTime = stored!.Calibration.AutocorrelationTime },
            NaNPolicy = metadata.NaNPolicy ?? default,
            Table = metadata.Table is null ? null : new TableLayout(metadata.Table),
            Series = metadata.Series,
            Place = metadata.Place,
            Labels = metadata.Labels,
            Imputations = metadata.Place?.Columns.Count(column => column.Output == nameof(VaeOutputs.Imputations)) ?? 0,
        };
        return metadata.Columns is null ? model : model with { Columns = StoredColumn.Placed(metadata.Columns) };
    }

    private static ModelProto Parse(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            throw new VaeModelFormatException($"The file is empty. {ModelFile.TakeAgain}");
        }

        if (bytes.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            throw new VaeModelFormatException(
                "The file is a ZIP archive, as ML.NET's own model files are. Load it with mlContext.Model.Load, and take "
                    + "the model out with VaeModel.FromTransformer.");
        }

        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new VaeModelFormatException(
                $"The file is truncated, or it is not an ONNX model: {e.Message} {ModelFile.TakeAgain}", e);
        }
    }

    private static Dictionary<string, string> Entries(ModelProto proto)
    {
        Dictionary<string, string> entries = [];
        foreach (StringStringEntryProto entry in proto.MetadataProps)
        {
            if (!entries.TryAdd(entry.Key, entry.Value))
            {
                throw new VaeModelFormatException($"The file has the entry '{entry.Key}' twice. {ModelFile.TakeAgain}");
            }
        }

        return entries;
    }

    private static void RequireKnownVersion(Dictionary<string, string> entries)
    {
        if (!entries.TryGetValue(ModelFile.FormatVersionKey, out string? text))
        {
            throw new VaeModelFormatException(
                "The file is truncated, or it is an ONNX model that VaeTransforms did not write. "
                + "Only a file that VaeTransforms saved can be read back.");
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1)
        {
            throw new VaeModelFormatException(
                $"The file's format version is '{text}', which is not a version. {ModelFile.TakeAgain}");
        }

        if (version > ModelFile.FormatVersion)
        {
            throw new VaeModelFormatException(
                $"The file has format version {version}, but this version of VaeTransforms reads version "
                    + $"{ModelFile.FormatVersion}. Use a newer version of VaeTransforms.");
        }
    }

    private static void RequireIntact(ModelProto proto, Dictionary<string, string> entries)
    {
        if (!entries.TryGetValue(ModelFile.DigestKey, out string? expected))
        {
            throw new VaeModelFormatException($"The file ends before its digest: it is truncated. {ModelFile.TakeAgain}");
        }

        ModelProto unsealed = proto.Clone();
        unsealed.MetadataProps.Remove(unsealed.MetadataProps.Single(entry => entry.Key == ModelFile.DigestKey));
        if (ModelFile.Digest(unsealed) != expected)
        {
            throw new VaeModelFormatException(
                $"The file was changed after it was saved: its SHA-256 digest does not match. {ModelFile.TakeAgain}");
        }
    }
}
