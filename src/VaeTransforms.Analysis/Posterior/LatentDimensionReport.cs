using System.Globalization;

namespace VaeTransforms;

/// <summary>One latent dimension over all rows.</summary>
public sealed record LatentDimensionReport
{
    /// <summary>From 0 to K - 1.</summary>
    public required int Index { get; init; }

    /// <summary>The mean over rows of the posterior's <c>Mean</c>.</summary>
    public required double MeanOfMeans { get; init; }

    /// <summary>The variance over rows of the posterior's <c>Mean</c>.</summary>
    public required double VarianceOfMeans { get; init; }

    /// <summary>The mean over rows of the posterior's variance.</summary>
    public required double PosteriorVariance { get; init; }

    /// <summary>The mean over rows of the KL divergence from the prior, in nats.</summary>
    public required double KlDivergence { get; init; }

    /// <summary>Active, or collapsed and how.</summary>
    public required LatentDimensionState State { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Index,3}  {MeanOfMeans,10:F3} {VarianceOfMeans,12:G4} {PosteriorVariance,12:G4} {KlDivergence,9:F3}  {State}");
}
