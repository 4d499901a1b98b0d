using System.Globalization;

namespace VaeTransforms;

/// <summary>What a fit did: the choices it made, the course it took, and where it ended.</summary>
public sealed record TrainingReport
{
    /// <summary>The network, with the sizes that the options left open.</summary>
    public required VaeArchitecture Architecture { get; init; }

    /// <summary>The scaling of the input, with <see cref="Normalization.Automatic"/> resolved.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>
    /// The likelihood of each column of the data, where columns have their own; empty where all slots have the one of
    /// <see cref="Architecture"/>.
    /// </summary>
    public IReadOnlyList<ColumnLikelihood> ColumnLikelihoods { get; init; } = [];

    /// <summary>Seed, rows, epochs, Beta and the final bound: the part that the model file keeps.</summary>
    public required TrainingSummary Summary { get; init; }

    /// <summary>The course of training, an entry per epoch that ran.</summary>
    public required IReadOnlyList<EpochMetrics> Epochs { get; init; }

    /// <summary>The most epochs there could have been.</summary>
    public required int PlannedEpochs { get; init; }

    /// <summary>Optimization steps taken.</summary>
    public required long Steps { get; init; }

    /// <summary>
    /// How the gradients were computed: written out for dense layers with one activation, derived for any other network.
    /// </summary>
    public required TrainingPath Path { get; init; }

    /// <summary>Whether held-out rows stopped improving before the planned epochs were over.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>
    /// How many latent dimensions distinguish rows: the variance of their posterior means over rows is at least 1 % of their
    /// whole variance. Measured on the same rows as <see cref="Diagnosis"/>.
    /// </summary>
    public required int ActiveDimensions { get; init; }

    /// <summary>Slots that have one value in all rows trained on, by name or else by number: they teach nothing.</summary>
    public required IReadOnlyList<string> ConstantSlots { get; init; }

    /// <summary>
    /// What may be wrong with the fit, with the figures and the option to change; empty for a healthy fit. <c>Fit</c> also logs
    /// each finding as a warning. Measured on at most 2,000 held-out rows, or training rows if none are held out.
    /// </summary>
    public IReadOnlyList<TrainingFinding> Diagnosis { get; init; } = [];

    /// <summary>Time from the first step to the last; without reading the data.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The epoch whose weights the model has.</summary>
    public EpochMetrics Best => Epochs[Summary.BestEpoch - 1];

    /// <summary>The report as a few lines of text.</summary>
    /// <returns>Architecture, rows, epochs and the bound at the best epoch.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        VAE {Architecture}, {Architecture.Likelihood} likelihood, {Objective}, input normalization: {Normalization}
        {Summary.TrainingRows} rows trained on, {Summary.ValidationRows} held out, seed {Summary.Seed}
        {Epochs.Count} of {PlannedEpochs} epochs, {Steps} steps of {Summary.BatchSize} rows, {Seconds} s{Stopped}
        best epoch {Summary.BestEpoch}: {(Best.Validation is { } heldOut ? $"held out {heldOut}" : $"train {Best.Train}")}
        """);

    private string Objective => Summary.Objective is { } objective
        ? $"objective {objective}"
        : string.Create(CultureInfo.InvariantCulture, $"Beta {Summary.Beta}");

    private string Seconds => Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);

    private string Stopped => StoppedEarly ? ", stopped early" : "";
}
