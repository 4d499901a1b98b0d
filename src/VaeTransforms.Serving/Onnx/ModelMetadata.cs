using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>Everything about a model but its arrays, as one JSON text.</summary>
internal sealed record ModelMetadata
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public required int InputSize { get; init; }

    public required int LatentDimension { get; init; }

    public required JsonObject[] Encoder { get; init; }

    public required JsonObject[] Decoder { get; init; }

    public required JsonObject Likelihood { get; init; }

    public required JsonObject Prior { get; init; }

    public required JsonObject Normalization { get; init; }

    public required string InputColumnName { get; init; }

    public string[]? SlotNames { get; init; }

    public required TrainingSummary Training { get; init; }

    public AnomalyThreshold? Threshold { get; init; }

    public required JsonObject Score { get; init; }

    public static string ToJson(TrainedVae model) => JsonSerializer.Serialize(
        new ModelMetadata
        {
            InputSize = model.Architecture.InputSize,
            LatentDimension = model.Architecture.LatentDimension,
            Encoder = [.. model.Architecture.Network.Encoder.Select(ModelFormulas.Write)],
            Decoder = [.. model.Architecture.Network.Decoder.Select(ModelFormulas.Write)],
            Likelihood = ModelFormulas.Write(model.Architecture.Likelihood),
            Prior = ModelFormulas.Write(model.Architecture.Prior),
            Normalization = ModelFormulas.Write(model.Normalization),
            InputColumnName = model.InputColumnName,
            SlotNames = model.SlotNames?.ToArray(),
            Training = model.Training,
            Threshold = model.Threshold,
            Score = ModelFormulas.Write(model.Scoring.Score),
        },
        Format);

    /// <exception cref="VaeModelFormatException">The text is not what <see cref="ToJson"/> writes.</exception>
    public static ModelMetadata FromJson(string json)
    {
        try
        {
            ModelMetadata metadata = JsonSerializer.Deserialize<ModelMetadata>(json, Format)
                ?? throw new VaeModelFormatException($"The model's description is empty. {ModelFile.TakeAgain}");
            metadata.Validate();
            return metadata;
        }
        catch (JsonException e)
        {
            throw new VaeModelFormatException(
                $"The model's description cannot be read: {e.Message} {ModelFile.TakeAgain}", e);
        }
    }

    /// <exception cref="VaeModelFormatException">
    /// A layer or the likelihood is unknown, or the layers do not fit each other.
    /// </exception>
    public VaeArchitecture Architecture()
    {
        var architecture = new VaeArchitecture
        {
            InputSize = InputSize,
            LatentDimension = LatentDimension,
            Network = new VaeNetwork
            {
                Encoder = [.. Encoder.Select(ModelFormulas.Read<Layer>)],
                Decoder = [.. Decoder.Select(ModelFormulas.Read<Layer>)],
            },
            Likelihood = ModelFormulas.Read<Likelihood>(Likelihood),
            Prior = ModelFormulas.Read<Prior>(Prior),
        };
        try
        {
            _ = architecture.WeightCount;
            return architecture;
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new VaeModelFormatException($"The model's layers do not fit each other: {e.Message} {ModelFile.TakeAgain}", e);
        }
    }

    private void Validate()
    {
        if (InputSize < 1 || LatentDimension is < 1 or > int.MaxValue / 2)
        {
            throw new VaeModelFormatException(
                $"The model says that it has {InputSize} inputs and {LatentDimension} latent values, but all sizes start "
                    + $"from 1. {ModelFile.TakeAgain}");
        }

        if (SlotNames is not null && (SlotNames.Length != InputSize || SlotNames.Contains(null)))
        {
            throw new VaeModelFormatException(
                $"The model has {InputSize} inputs but {SlotNames.Length} slot names. {ModelFile.TakeAgain}");
        }

        if (Threshold is { } threshold && !float.IsFinite(threshold.Score))
        {
            throw new VaeModelFormatException(
                $"The anomaly threshold is {threshold.Score}, which no score can be compared with. Fit the model again.");
        }
    }
}
