using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>What a model scores by, as a part of its JSON text; only what the score needs is there.</summary>
internal sealed record ScoreMetadata
{
    private const string Centre = "neighbors.centre";
    private const string Scale = "neighbors.scale";

    /// <summary>Without parameters.</summary>
    public required string Name { get; init; }

    public int? Samples { get; init; }

    public int? Neighbors { get; init; }

    public NeighborSpace? Space { get; init; }

    public int? References { get; init; }

    public int? WideNeighbors { get; init; }

    public float? TypicalElbo { get; init; }

    public float? EnergyOffset { get; init; }

    public ScoreScale? Energy { get; init; }

    public ScoreScale? Near { get; init; }

    public ScoreScale? Wide { get; init; }

    public static ScoreMetadata Of(LearnedScore scoring)
    {
        bool combined = scoring.Score is CombinedScore;
        return new ScoreMetadata
        {
            Name = scoring.Score.Name.Split('(')[0],
            Samples = scoring.Score is ReconstructionProbabilityScore or ImportanceWeightedBoundScore ? scoring.Samples : null,
            Neighbors = (scoring.Score as NeighborsScore)?.Count,
            Space = scoring.References?.Space,
            References = scoring.References?.Count,
            WideNeighbors = combined ? scoring.WideCount : null,
            TypicalElbo = scoring.Score is TypicalityScore ? scoring.TypicalElbo : null,
            EnergyOffset = combined ? scoring.EnergyOffset : null,
            Energy = combined ? scoring.Energy : null,
            Near = combined ? scoring.Near : null,
            Wide = combined ? scoring.Wide : null,
        };
    }

    /// <summary>The arrays that go with it.</summary>
    public static IEnumerable<NamedTensor> Arrays(LearnedScore? scoring) => scoring?.References is not { } points ? [] :
    [
        new NamedTensor(Centre, [points.Centre.Length], points.Centre),
        new NamedTensor(Scale, [points.Scale.Length], points.Scale),
        new NamedTensor(NeighborExpressions.ReferencesName, [points.Count, points.Width], points.Values),
    ];

    /// <exception cref="VaeModelFormatException">A number is out of range.</exception>
    public void Validate()
    {
        bool valid = Samples is null or (>= 1 and <= AnomalyScore.MostSamples)
            && Neighbors is null or (>= 1 and <= AnomalyScore.MostNeighbors)
            && References is null or (>= 2 and <= LearnedScore.MostReferences)
            && WideNeighbors is null or (>= 1 and <= LearnedScore.MostReferences)
            && new[] { TypicalElbo, EnergyOffset }.All(value => value is null || float.IsFinite(value.Value))
            && new[] { Energy, Near, Wide }.All(scale => scale is null || (float.IsFinite(scale.Value.Lower) && scale.Value.Unit is > 0 and < float.PositiveInfinity));
        if (!valid)
        {
            throw new VaeModelFormatException($"The model scores by '{Name}' with a number that cannot be. {ModelFile.TakeAgain}");
        }
    }

    /// <summary>The score, with the arrays it needs.</summary>
    /// <exception cref="VaeModelFormatException">The score is unknown, or something that it needs is missing.</exception>
    public LearnedScore Learned(VaeArchitecture architecture, StoredWeights stored) => new()
    {
        Score = Name switch
        {
            nameof(AnomalyScore.Combined) => AnomalyScore.Combined,
            nameof(AnomalyScore.NegativeElbo) => AnomalyScore.NegativeElbo,
            nameof(AnomalyScore.KlDivergence) => AnomalyScore.KlDivergence,
            nameof(AnomalyScore.ReconstructionError) => AnomalyScore.ReconstructionError,
            nameof(AnomalyScore.Typicality) => AnomalyScore.Typicality,
            nameof(AnomalyScore.ReconstructionProbability) => AnomalyScore.ReconstructionProbability(Needed(Samples)),
            nameof(AnomalyScore.ImportanceWeightedBound) => AnomalyScore.ImportanceWeightedBound(Needed(Samples)),
            nameof(AnomalyScore.Neighbors) => AnomalyScore.Neighbors(Needed(Neighbors), Needed(Space)),
            _ => throw new VaeModelFormatException(
                $"The model scores by '{Name}', which this version does not know. Use a newer version of VaeTransforms."),
        },
        TypicalElbo = Name == nameof(AnomalyScore.Typicality) ? Needed(TypicalElbo) : 0,
        References = Name is nameof(AnomalyScore.Combined) or nameof(AnomalyScore.Neighbors) ? Points(architecture, stored) : null,
        WideCount = Name == nameof(AnomalyScore.Combined) ? Needed(WideNeighbors) : 0,
        EnergyOffset = Name == nameof(AnomalyScore.Combined) ? Needed(EnergyOffset) : 0,
        Energy = Name == nameof(AnomalyScore.Combined) ? Needed(Energy) : default,
        Near = Name == nameof(AnomalyScore.Combined) ? Needed(Near) : default,
        Wide = Name == nameof(AnomalyScore.Combined) ? Needed(Wide) : default,
    };

    private ReferencePoints Points(VaeArchitecture architecture, StoredWeights stored)
    {
        NeighborSpace space = Needed(Space);
        int width = architecture.InputSize + (space == NeighborSpace.Input ? 0 : architecture.LatentDimension);
        float[] scale = stored.Array(Scale, [architecture.InputSize]);
        return new ReferencePoints
        {
            Space = space,
            Centre = stored.Array(Centre, [architecture.InputSize]),
            Scale = scale.All(value => value > 0) ? scale : throw new VaeModelFormatException(
                $"The array '{Scale}' has a value that is not above 0, but features are divided by it. {ModelFile.TakeAgain}"),
            Values = stored.Array(NeighborExpressions.ReferencesName, [Needed(References), width]),
            Width = width,
        };
    }

    private T Needed<T>(T? value)
        where T : struct =>
        value ?? throw new VaeModelFormatException($"The model scores by '{Name}' but lacks what that needs. {ModelFile.TakeAgain}");
}
