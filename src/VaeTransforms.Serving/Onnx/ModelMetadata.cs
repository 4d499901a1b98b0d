using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

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

    private static readonly HashSet<string> OutputNames = [.. Enum.GetNames<VaeOutputs>()];

    public required int InputSize { get; init; }

    public required int LatentDimension { get; init; }

    public int[]? InputShape { get; init; }

    public required JsonObject[] Encoder { get; init; }

    public required JsonObject[] Decoder { get; init; }

    public required JsonObject Likelihood { get; init; }

    public required JsonObject Prior { get; init; }

    public required JsonObject Normalization { get; init; }

    public required string InputColumnName { get; init; }

    public string[]? SlotNames { get; init; }

    public bool? HasMask { get; init; }

    public TableColumn[]? Table { get; init; }

    public StoredColumn[]? Columns { get; init; }

    public SeriesLayout? Series { get; init; }

    public required TrainingSummary Training { get; init; }

    public AnomalyThreshold? Threshold { get; init; }

    public NaNPolicy? NaNPolicy { get; init; }

    public required JsonObject Score { get; init; }

    public PipelinePlace? Place { get; init; }

    public int[]? MapShape { get; init; }

    public NamedKeys? Labels { get; init; }

    public static string ToJson(TrainedVae model) => JsonSerializer.Serialize(
        new ModelMetadata
        {
            InputSize = model.Architecture.InputSize,
            LatentDimension = model.Architecture.LatentDimension,
            InputShape = model.Architecture.Network.InputShape?.Sizes.ToArray(),
            Encoder = [.. model.Architecture.Network.Encoder.Select(ModelFormulas.Write)],
            Decoder = [.. model.Architecture.Network.Decoder.Select(ModelFormulas.Write)],
            Likelihood = ModelFormulas.Write(model.Architecture.Likelihood),
            Prior = ModelFormulas.Write(model.Architecture.Prior),
            Normalization = ModelFormulas.Write(model.Normalization),
            InputColumnName = model.InputColumnName,
            SlotNames = model.SlotNames?.ToArray(),
            HasMask = model.Architecture.HasMask ? true : null,
            Table = model.Table?.Inputs.ToArray(),
            Columns = model.Columns.Count == model.Architecture.InputSize
                ? null
                : [.. model.Columns.Select(column => new StoredColumn(column.Name, column.Slots, column.IsCategory))],
            Series = model.Series,
            Training = model.Training,
            Threshold = model.Threshold,
            NaNPolicy = model.NaNPolicy == default ? null : model.NaNPolicy,
            Score = ModelFormulas.Write(model.Scoring.Score),
            Place = model.Place,
            MapShape = model.Map?.Map.Shape.Sizes.ToArray(),
            Labels = model.Labels,
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
                InputShape = InputShape is null ? null : new TensorShape(InputShape),
                Encoder = [.. Encoder.Select(ModelFormulas.Read<Layer>)],
                Decoder = [.. Decoder.Select(ModelFormulas.Read<Layer>)],
            },
            Likelihood = ModelFormulas.Read<Likelihood>(Likelihood),
            Prior = ModelFormulas.Read<Prior>(Prior),
            HasMask = HasMask == true,
        };
        if (Labels is not null && Labels.Texts.Length != architecture.Prior.Clusters)
        {
            throw new VaeModelFormatException(
                $"The model has {architecture.Prior.Clusters} clusters but names for {Labels.Texts.Length}. "
                    + ModelFile.TakeAgain);
        }

        try
        {
            if (architecture.Network.InputShape is { } shape && shape.Width != architecture.ScoredSlots)
            {
                throw new VaeModelFormatException(
                    $"The model has {architecture.ScoredSlots} features, but their shape is {shape}. {ModelFile.TakeAgain}");
            }

            if (MapShape is not null
                && (MapShape.Any(size => size < 1) || new TensorShape(MapShape).Width != architecture.ScoredSlots))
            {
                throw new VaeModelFormatException(
                    $"The model has {architecture.ScoredSlots} features, but its map has the shape {new TensorShape(MapShape)}. "
                        + ModelFile.TakeAgain);
            }

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

        if (InputShape is not null && InputShape.Any(size => size < 1))
        {
            throw new VaeModelFormatException(
                $"The shape of a row is {new TensorShape(InputShape)}, but all sizes start from 1. {ModelFile.TakeAgain}");
        }

        if (SlotNames is not null && (SlotNames.Length != InputSize || SlotNames.Contains(null)))
        {
            throw new VaeModelFormatException(
                $"The model has {InputSize} inputs but {SlotNames.Length} slot names. {ModelFile.TakeAgain}");
        }

        if (Columns is not null && Columns.Sum(column => (long)column.Slots) != InputSize)
        {
            throw new VaeModelFormatException(
                $"The model has {InputSize} inputs, but its columns have {Columns.Sum(column => (long)column.Slots)} slots. "
                    + $"{ModelFile.TakeAgain}");
        }

        if (Place?.Columns.FirstOrDefault(column => !OutputNames.Contains(column.Output)) is { } unknown)
        {
            throw new VaeModelFormatException(
                $"The model adds the output '{unknown.Output}', which this version of VaeTransforms does not know. "
                    + $"{ModelFile.TakeAgain}");
        }

        if (Table is not null && !Table.All(IsWhole))
        {
            throw new VaeModelFormatException($"A column of the model's table is incomplete. {ModelFile.TakeAgain}");
        }

        if (Series is { } series && !(series.Window >= 1 && series.Width == (Table?[0].Slots ?? InputSize)
            && series.Centers.Length == series.ValueColumns.Length))
        {
            throw new VaeModelFormatException(
                $"The model has {InputSize} inputs, which are not the values of its windows of {series.Window} points. "
                    + $"{ModelFile.TakeAgain}");
        }

        if (Threshold is { } threshold && !float.IsFinite(threshold.Score))
        {
            throw new VaeModelFormatException(
                $"The anomaly threshold is {threshold.Score}, which no score can be compared with. Fit the model again.");
        }
    }

    private static bool IsWhole(TableColumn column) =>
        column.Slots >= 1
        && (column.Centers is null || column.Centers.Length == column.Slots)
        && (column.Steps is null || (column.Steps.Length == column.Slots && column.Steps.All(ValueStep.IsKnown)))
        && (column.Kind != TableColumnKind.Category || column.Categories?.Length == column.Slots)
        && (column.Keys is null || column.Keys.Texts.Length == column.Slots);
}

/// <summary>A column of the data, as a model file keeps it: one after the other, from the first slot.</summary>
internal sealed record StoredColumn(string Name, int Slots, bool IsCategory)
{
    /// <summary>The columns with their places.</summary>
    public static VaeColumn[] Placed(IEnumerable<StoredColumn> columns)
    {
        int start = 0;
        var placed = new List<VaeColumn>();
        foreach (StoredColumn column in columns)
        {
            placed.Add(new VaeColumn(column.Name, start, column.Slots) { IsCategory = column.IsCategory });
            start += column.Slots;
        }

        return [.. placed];
    }
}
