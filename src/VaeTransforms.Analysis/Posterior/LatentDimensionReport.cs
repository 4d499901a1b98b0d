using System.Globalization;

namespace VaeTransforms;

/// <summary>Figures of one latent dimension over all rows.</summary>
public sealed record LatentDimensionReport
{
    /// <summary>The index in the latent vector, from 0 to K - 1.</summary>
    public required int Index { get; init; }

    /// <summary>The mean of the posterior's <c>Mean</c> over rows.</summary>
    public required double MeanOfMeans { get; init; }

    /// <summary>The variance of the posterior's <c>Mean</c> over rows.</summary>
    public required double VarianceOfMeans { get; init; }

    /// <summary>The mean of the posterior's variance over rows.</summary>
    public required double PosteriorVariance { get; init; }

    /// <summary>The mean of the KL divergence from N(0, 1) over rows, in nats, whatever the prior.</summary>
    public required double KlDivergence { get; init; }

    /// <summary>Active, collapsed to the prior, collapsed to a point, or unused.</summary>
    public required LatentDimensionState State { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Index,3}  {MeanOfMeans,10:F3} {VarianceOfMeans,12:G4} {PosteriorVariance,12:G4} {KlDivergence,9:F3}  {State}");
}
