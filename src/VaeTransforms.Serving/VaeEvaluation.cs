using System.Globalization;

namespace VaeTransforms;

/// <summary>How well a model fits some rows. Beta does not affect these figures.</summary>
public sealed record VaeEvaluation
{
    /// <summary>The number of rows that were used: those with finite values.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of rows that were skipped because they have NaN or infinity.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>The ELBO and its parts at z sampled from the posterior: means over rows, in nats per row.</summary>
    public required ElboMetrics Sampled { get; init; }

    /// <summary>
    /// The same at z = posterior mean, in nats per row. Its negative ELBO is the mean of <see cref="AnomalyScore.NegativeElbo"/>.
    /// </summary>
    public required ElboMetrics AtMean { get; init; }

    /// <summary>
    /// The mean KL divergence of each latent dimension from N(0, 1), [K], in nats. With the standard normal prior it is near 0 if
    /// the posterior collapsed to the prior, and the values add up to the KL divergence of <see cref="Sampled"/>; with any other
    /// prior they do not.
    /// </summary>
    public required IReadOnlyList<double> KlPerDimension { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows} rows: {Sampled}; KL per dimension {string.Join(' ', KlPerDimension.Select(Text))}");

    private static string Text(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
