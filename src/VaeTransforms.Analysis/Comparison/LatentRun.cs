namespace VaeTransforms;

/// <summary>One fit of a comparison: a variant trained with one seed.</summary>
public sealed record LatentRun
{
    /// <summary>The name of the variant.</summary>
    public required string Variant { get; init; }

    /// <summary>The seed of the training.</summary>
    public required int Seed { get; init; }

    /// <summary>The summary of the training.</summary>
    public required TrainingSummary Training { get; init; }

    /// <summary>The report on the latent space.</summary>
    public required LatentSpaceReport Report { get; init; }

    /// <summary>The codes compared with known factors; null if no factors were named.</summary>
    public DisentanglementReport? Disentanglement { get; init; }

    /// <summary>
    /// The agreement with the other seeds of the variant (<see cref="UdrReport.Scores"/>), in [0, 1]; null if there is one seed.
    /// </summary>
    public double? Udr { get; init; }
}
