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

    /// <summary>What rows are scored by. Default: the negative ELBO.</summary>
    public LearnedScore Scoring { get; init; } = LearnedScore.NegativeElbo;

    /// <summary>
    /// [D] medians of the held-out rows, in the input's own units. A detector learns them first, before its graphs score a row.
    /// Null for a model that is not an anomaly detector.
    /// </summary>
    public float[]? SlotCenters { get; init; }

    /// <summary>What was learned from the held-out rows; null for a model that is not an anomaly detector.</summary>
    public AnomalyCalibration? Calibration { get; init; }

    /// <summary>Where scores start to count as anomalous; null for a model that is not an anomaly detector.</summary>
    public AnomalyThreshold? Threshold { get; init; }

    /// <summary>Whether graphs limit normalized values, so that even extreme rows have a finite score.</summary>
    public bool IsDetector => SlotCenters is not null;
}
