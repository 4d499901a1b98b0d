namespace VaeTransforms.Model;

/// <summary>A whole model as plain data: what training makes, what a file holds, what graphs are written from.</summary>
internal sealed record TrainedVae
{
    public required VaeArchitecture Architecture { get; init; }

    public required Normalization Normalization { get; init; }

    public required VaeWeights Weights { get; init; }

    public required TrainingSummary Training { get; init; }

    /// <summary>The further networks of an ensemble, whose scores are averaged with this one's; empty for one network.</summary>
    public IReadOnlyList<EnsembleMember> Others { get; init; } = [];

    /// <summary>Which network of an ensemble this one is, from 1.</summary>
    public int Member { get; private init; } = 1;

    /// <summary>The column the model was trained on, so that a view can be evaluated without naming it again.</summary>
    public required string InputColumnName { get; init; }

    /// <summary>[D], or null where the input column has no slot names.</summary>
    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>What rows are scored by; null for the negative ELBO.</summary>
    public LearnedScore? Scoring { get; init; }

    /// <summary>Where scores start to count as anomalous; null for a model that is no anomaly detector.</summary>
    public AnomalyThreshold? Threshold { get; init; }

    /// <summary>What the held-out rows taught; null for a model that is no anomaly detector.</summary>
    public AnomalyCalibration? Calibration { get; init; }

    /// <summary>The networks of an ensemble, each as a model without others; of one network, that.</summary>
    public IEnumerable<TrainedVae> Members =>
    [
        this with { Others = [] },
        .. Others.Select((other, i) => this with { Weights = other.Weights, Training = other.Training, Member = i + 2, Others = [] }),
    ];

    /// <summary>All arrays of all networks, under the names by which graphs and files know them; each once.</summary>
    public IEnumerable<NamedTensor> Tensors() => Members
        .SelectMany(member => member.Weights.Tensors(Architecture).Select(tensor => tensor with { Name = EnsembleMember.ArrayName(member.Member, tensor.Name) }))
        .DistinctBy(tensor => tensor.Name);
}
