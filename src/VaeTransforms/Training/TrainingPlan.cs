using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>Everything that a training run needs besides its rows: options with every default resolved.</summary>
internal sealed record TrainingPlan
{
    public required VaeArchitecture Architecture { get; init; }

    /// <summary>Resolved: never <see cref="Normalization.Automatic"/>.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>What is minimized.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Whether the option Objective was set, so that messages name it and not Beta and KlWarmup.</summary>
    public bool ObjectiveIsSet { get; init; }

    /// <summary>The course of the step size.</summary>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.Cosine();

    /// <summary>The constants of the optimizer.</summary>
    public AdamOptions Adam { get; init; } = new();

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double GradientClipNorm { get; init; }

    public required double ValidationFraction { get; init; }

    /// <summary>Which rows are held out.</summary>
    public HoldOut HoldOut { get; init; } = HoldOut.Random;

    /// <summary>The model whose weights and normalization training starts from; null for random weights.</summary>
    public TrainedVae? InitialModel { get; init; }

    /// <summary>What the loss of each row is multiplied by; null for 1.</summary>
    public RowWeights? RowWeights { get; init; }

    /// <summary>The labels of rows; null if none has one.</summary>
    public RowLabels? Labels { get; init; }

    /// <summary>Indices of rows that are neither trained on nor held out.</summary>
    public IReadOnlyList<long> Trimmed { get; init; } = [];

    /// <summary>Where the training rows are read from in each epoch; null where all are in memory.</summary>
    public IStreamedRows? Stream { get; init; }

    public required int Patience { get; init; }

    public required int Seed { get; init; }

    /// <summary>Whether values are the probabilities of bits, which are drawn anew in each step.</summary>
    public bool DrawsBits { get; init; }

    /// <summary>
    /// Takes <see cref="TrainingPath.Derived"/> even where there is a written-out path: the reference for tests.
    /// </summary>
    public bool AlwaysDifferentiate { get; init; }

    public required string InputColumnName { get; init; }

    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>The likelihoods of columns, for the report.</summary>
    public IReadOnlyList<ColumnLikelihood> ColumnLikelihoods { get; init; } = [];

    /// <summary>Whether columns have likelihoods of their own, for which defaults differ.</summary>
    public bool OfColumns { get; init; }

    /// <summary>How columns become slots; null for one vector whose values are the slots as they are.</summary>
    public TableLayout? Table { get; init; }

    /// <summary>The columns of the data, from the first slot to the last. Default: each slot by itself.</summary>
    public IReadOnlyList<VaeColumn> Columns
    {
        get => field ??= TrainedVae.EachSlot(SlotNames, Architecture.InputSize);
        init;
    }

    /// <summary>Which rows to train on, which to hold out, and which to leave unused.</summary>
    /// <param name="rows">Rows there are.</param>
    public RowSplit Split(long rows) => HoldOut.Split(rows, ValidationFraction, Seed).Without(Trimmed);

    /// <summary>The number of rows in an epoch.</summary>
    /// <param name="split">Of the rows in memory.</param>
    public long TrainingRows(RowSplit split) => Stream?.TrainingRows ?? split.Training.LongLength;

    /// <summary>Optimization steps in one pass over the training rows.</summary>
    /// <param name="trainingRows">From 1.</param>
    public int StepsPerEpoch(long trainingRows) => (int)((trainingRows + BatchSize - 1) / BatchSize);

    /// <summary>The model that a run by this plan gives.</summary>
    /// <param name="weights">What it learned.</param>
    /// <param name="summary">How it went.</param>
    public TrainedVae Trained(ModelWeights weights, TrainingSummary summary) => new()
    {
        Architecture = Architecture,
        Normalization = Normalization,
        Weights = weights,
        Training = summary,
        InputColumnName = InputColumnName,
        SlotNames = SlotNames,
        Table = Table,
        Columns = Columns,
        Labels = Labels?.Keys ?? InitialModel?.Labels,
    };

    /// <summary>How messages name a feature: by its slot name, or else its number.</summary>
    public string SlotName(int slot) =>
        SlotNames is { } names && names[slot].Length > 0
            ? $"'{names[slot]}'"
            : slot.ToString(CultureInfo.InvariantCulture);
}
