using System.Text.Json;
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

    public required int[] HiddenLayers { get; init; }

    public required Activation Activation { get; init; }

    public required string Likelihood { get; init; }

    public required Normalization Normalization { get; init; }

    public required string InputColumnName { get; init; }

    public string[]? SlotNames { get; init; }

    public required TrainingSummary Training { get; init; }

    /// <summary>Of the further networks of an ensemble; null for one network.</summary>
    public TrainingSummary[]? OtherMembers { get; init; }

    public AnomalyThreshold? Threshold { get; init; }

    public ScoreMetadata? Score { get; init; }

    public static string ToJson(TrainedVae model) => JsonSerializer.Serialize(
        new ModelMetadata
        {
            InputSize = model.Architecture.InputSize,
            LatentDimension = model.Architecture.LatentDimension,
            HiddenLayers = [.. model.Architecture.HiddenLayers],
            Activation = model.Architecture.Activation,
            Likelihood = model.Architecture.Likelihood.Name,
            Normalization = model.Normalization,
            InputColumnName = model.InputColumnName,
            SlotNames = model.SlotNames?.ToArray(),
            Training = model.Training,
            OtherMembers = model.Others.Count == 0 ? null : [.. model.Others.Select(other => other.Training)],
            Threshold = model.Threshold,
            Score = model.Scoring is { } scoring ? ScoreMetadata.Of(scoring) : null,
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

    /// <exception cref="VaeModelFormatException">The likelihood is unknown.</exception>
    public VaeArchitecture Architecture() => new()
    {
        InputSize = InputSize,
        LatentDimension = LatentDimension,
        HiddenLayers = HiddenLayers,
        Activation = Activation,
        Likelihood = VaeTransforms.Likelihood.FromName(Likelihood)
            ?? throw new VaeModelFormatException(
                $"The model has the likelihood '{Likelihood}', which this version does not know. Use a newer version of VaeTransforms."),
    };

    private void Validate()
    {
        if (InputSize < 1 || LatentDimension < 1 || HiddenLayers.Any(units => units < 1))
        {
            throw new VaeModelFormatException(
                $"The model says that it has {InputSize} inputs, {LatentDimension} latent values and hidden layers of "
                + $"[{string.Join(", ", HiddenLayers)}] units, but all sizes start from 1. {ModelFile.TakeAgain}");
        }

        if (SlotNames is not null && (SlotNames.Length != InputSize || SlotNames.Contains(null)))
        {
            throw new VaeModelFormatException(
                $"The model has {InputSize} inputs but {SlotNames.Length} slot names. {ModelFile.TakeAgain}");
        }

        if (OtherMembers is not null && (OtherMembers.Length is < 1 or >= EnsembleMember.Most || OtherMembers.Contains(null)))
        {
            throw new VaeModelFormatException(
                $"The model says that it has {OtherMembers.Length} networks beside the first, but an ensemble has from 2 to {EnsembleMember.Most} in all, each with its training. {ModelFile.TakeAgain}");
        }

        Score?.Validate();
        if (Threshold is { } threshold && !float.IsFinite(threshold.Score))
        {
            throw new VaeModelFormatException(
                $"The anomaly threshold is {threshold.Score}, which no score can be compared with. Fit the model again.");
        }
    }
}
