using System.Globalization;

namespace VaeTransforms;

/// <summary>How well a model fits some rows. All figures are unweighted, whatever Beta was in training.</summary>
public sealed record VaeEvaluation
{
    /// <summary>Rows with finite values; others are left out.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out because they hold NaN or infinity.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>The bound and its parts at z sampled from the posterior, means over rows, in nats per row.</summary>
    public required ElboMetrics Sampled { get; init; }

    /// <summary>The same at z = posterior mean; its negative ELBO is the mean <c>Score</c>. In nats per row.</summary>
    public required ElboMetrics AtMean { get; init; }

    /// <summary>
    /// [K] mean KL divergence of each latent dimension, in nats; near 0 where the posterior collapsed to the prior. They
    /// sum to the KL divergence of the whole.
    /// </summary>
    public required IReadOnlyList<double> KlPerDimension { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows} rows: {Sampled}; KL per dimension {string.Join(' ', KlPerDimension.Select(kl => kl.ToString("F2", CultureInfo.InvariantCulture)))}");
}
