namespace VaeTransforms.Model;

/// <summary>An anomaly score with what it has learned from rows, as plain data. A model without one scores by its negative ELBO.</summary>
internal sealed record LearnedScore
{
    /// <summary>The most neighbours' rows a model keeps.</summary>
    public const int MostReferences = 2000;

    /// <summary>Neighbours of the near view of <see cref="CombinedScore"/>.</summary>
    public const int NearCount = 5;

    /// <summary>The weight of the negative ELBO in the near view; the neighbours have the rest.</summary>
    public const float ElboWeight = 0.2f;

    /// <summary>
    /// How much the wide view has to be further out than the near one to count, in interquartile ranges. It is for what the
    /// near view cannot see; as an equal it would add its own noise to everything else.
    /// </summary>
    public const float WideHandicap = 0.25f;

    /// <summary>Added to a distance before its logarithm, in units of a feature's range: rows may coincide.</summary>
    public const float LeastDistance = 1e-6f;

    /// <summary>Added to an energy before its logarithm, in nats.</summary>
    public const float LeastEnergy = 1e-3f;

    public required AnomalyScore Score { get; init; }

    /// <summary>The mean negative ELBO of held-out rows, in nats; of <see cref="TypicalityScore"/>.</summary>
    public float TypicalElbo { get; init; }

    /// <summary>Of scores that look at neighbours.</summary>
    public ReferencePoints? References { get; init; }

    /// <summary>How many neighbours the wide view looks at.</summary>
    public int WideCount { get; init; }

    /// <summary>The negative ELBO minus its energy: what it is of a row without any error, in nats.</summary>
    public float EnergyOffset { get; init; }

    /// <summary>Of the logarithm of the energy: the part of the negative ELBO that is never below 0.</summary>
    public ScoreScale Energy { get; init; }

    /// <summary>Of the logarithm of the distance to the nearest few.</summary>
    public ScoreScale Near { get; init; }

    /// <summary>Of the logarithm of the distance to the nearest tenth.</summary>
    public ScoreScale Wide { get; init; }

    /// <summary>How many neighbours are looked at: no more than there are besides a row itself.</summary>
    /// <param name="wanted">How many the score asks for.</param>
    public int Count(int wanted) => Math.Clamp(wanted, 1, Math.Max(1, (References?.Count ?? 0) - 1));

    /// <summary>The value of <see cref="CombinedScore"/>, as the graph computes it.</summary>
    /// <param name="near">The distance to the nearest few, in ranges.</param>
    /// <param name="wide">The distance to the nearest tenth, in ranges.</param>
    /// <param name="energy">In nats.</param>
    public float Combine(float near, float wide, float energy) => (float)Math.Max(
        ((1 - ElboWeight) * NearPosition(near)) + (ElboWeight * Energy.Position(Logarithm(energy, LeastEnergy))),
        WidePosition(wide) - WideHandicap);

    /// <summary>Where a distance to the nearest few lies among those of known rows.</summary>
    public double NearPosition(float distance) => Near.Position(Logarithm(distance, LeastDistance));

    /// <summary>Where a distance to the nearest tenth lies among those of known rows.</summary>
    public double WidePosition(float distance) => Wide.Position(Logarithm(distance, LeastDistance));

    /// <summary>ln(value + least).</summary>
    public static float Logarithm(float value, float least) => (float)Math.Log(Math.Min(value, float.MaxValue) + (double)least);

    /// <summary>How often the score passes a row through the decoder.</summary>
    public int Samples => Score switch
    {
        ReconstructionProbabilityScore sampled => sampled.Samples,
        ImportanceWeightedBoundScore sampled => sampled.Samples,
        _ => 1,
    };

    /// <summary>The most values that a row becomes on the way to its score.</summary>
    public int Widest => References is null ? 0 : Math.Max(
        References.Count,
        (1 + Count(Score is NeighborsScore neighbors ? neighbors.Count : WideCount)) * References.Width);
}
