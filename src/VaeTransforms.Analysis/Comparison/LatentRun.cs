namespace VaeTransforms;

/// <summary>One fit of a comparison: a variant trained from a seed.</summary>
public sealed record LatentRun
{
    /// <summary>The variant's name.</summary>
    public required string Variant { get; init; }

    /// <summary>The seed of its training.</summary>
    public required int Seed { get; init; }

    /// <summary>How the model came to be.</summary>
    public required TrainingSummary Training { get; init; }

    /// <summary>Its latent space.</summary>
    public required LatentSpaceReport Report { get; init; }

    /// <summary>Its codes against known factors; null where none were named.</summary>
    public DisentanglementReport? Disentanglement { get; init; }

    /// <summary>
    /// Its agreement with the variant's other seeds (<see cref="UdrReport.Scores"/>); null where there is one seed.
    /// </summary>
    public double? Udr { get; init; }
}
