using System.Globalization;
using Microsoft.ML.Data;

namespace VaeTransforms.Model;

/// <summary>A whole model as plain data: what training makes, what a file holds, what graphs are written from.</summary>
internal sealed record TrainedVae
{
    public required VaeArchitecture Architecture { get; init; }

    public required Normalization Normalization { get; init; }

    public required ModelWeights Weights { get; init; }

    public required TrainingSummary Training { get; init; }

    /// <summary>The column the model was trained on, so that a view can be evaluated without naming it again.</summary>
    public required string InputColumnName { get; init; }

    /// <summary>[D], or null where the input column has no slot names.</summary>
    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>The names of the slots before a condition; null where slots have none.</summary>
    public IReadOnlyList<string>? FeatureNames =>
        Architecture.Conditions == 0 ? SlotNames : SlotNames?.Take(Architecture.ScoredSlots).ToArray();

    /// <summary>
    /// How columns become slots. Null for one vector whose values are the slots as they are.
    /// </summary>
    public TableLayout? Table { get; init; }

    /// <summary>How columns become slots, also for one vector.</summary>
    public TableLayout Layout => Table ?? new TableLayout(
    [
        new TableColumn
        {
            Name = InputColumnName,
            Kind = TableColumnKind.Vector,
            ItemType = DataKind.Single,
            Slots = Architecture.InputSize,
        },
    ]);

    /// <summary>The columns of a view that the model was trained on.</summary>
    public IReadOnlyList<string> InputColumnNames => Series is not null ? Series.ValueColumns
        : Table is null ? [InputColumnName]
        : [.. Table.Inputs.Select(input => input.Name)];

    /// <summary>The columns of the data, from the first slot to the last. Default: each slot by itself.</summary>
    public IReadOnlyList<VaeColumn> Columns
    {
        get => field ??= EachSlot(SlotNames, Architecture.InputSize);
        init;
    }

    /// <summary>The columns that have a part in the score: all but a condition.</summary>
    public IReadOnlyList<VaeColumn> ScoredColumns => Architecture.Conditions == 0
        ? Columns
        : [.. Columns.Where(column => column.Start < Architecture.ScoredSlots)];

    /// <summary>The names of <see cref="ScoredColumns"/>; null where neither columns nor slots have names.</summary>
    public IReadOnlyList<string>? ScoredColumnNames => Columns.Count == Architecture.InputSize
        ? FeatureNames
        : [.. ScoredColumns.Select(column => column.Name)];

    /// <summary>How many draws a graph gives for each row. Default: 0. In a file <see cref="Place"/> tells it.</summary>
    public int Imputations { get; init; }

    /// <summary>What rows are scored by. Default: the negative ELBO.</summary>
    public LearnedScore Scoring { get; init; } = LearnedScore.NegativeElbo;

    /// <summary>
    /// [D] what stands for the value of a column that is to be predicted from the others: medians of the held-out rows in the
    /// input's own units; for a category the shares of its values; NaN for a column that a network with a mask learned to do
    /// without. A detector learns them first, before its graphs score a row. Null for a model that is not an anomaly detector.
    /// </summary>
    public float[]? SlotCenters { get; init; }

    /// <summary>What was learned from the held-out rows; null for a model that is not an anomaly detector.</summary>
    public AnomalyCalibration? Calibration { get; init; }

    /// <summary>How odd single values are; null if no map was asked for.</summary>
    public LearnedMap? Map { get; init; }

    /// <summary>Where scores start to count as anomalous; null for a model that is not an anomaly detector.</summary>
    public AnomalyThreshold? Threshold { get; init; }

    /// <summary>What a detector predicts for a row whose score is NaN. Default: it passes.</summary>
    public NaNPolicy NaNPolicy { get; init; }

    /// <summary>The keys of the label column that name the clusters; null for a model fitted without labels.</summary>
    public NamedKeys? Labels { get; init; }

    /// <summary>The key values of the column of clusters.</summary>
    public NamedKeys ClusterKeys => Labels ?? NamedKeys.Numbered(Architecture.Prior.Clusters);

    /// <summary>How points become rows; null for a model whose rows are not windows of a series.</summary>
    public SeriesLayout? Series { get; init; }

    /// <summary>How the model stood in a pipeline; null for a model that was not fitted in one.</summary>
    public PipelinePlace? Place { get; init; }

    /// <summary>A column for each slot.</summary>
    /// <param name="slotNames">[slots], or null if there are none.</param>
    /// <param name="slots">How many.</param>
    public static VaeColumn[] EachSlot(IReadOnlyList<string>? slotNames, int slots) =>
    [
        .. Enumerable.Range(0, slots).Select(slot => new VaeColumn(
            slotNames is not null && !string.IsNullOrWhiteSpace(slotNames[slot])
                ? slotNames[slot]
                : string.Create(CultureInfo.InvariantCulture, $"slot {slot}"),
            slot,
            1)),
    ];

    /// <summary>Whether graphs limit normalized values, so that even extreme rows have a finite score.</summary>
    public bool IsDetector => SlotCenters is not null;
}
