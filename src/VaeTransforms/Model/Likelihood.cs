namespace VaeTransforms;

/// <summary>The decoder's distribution p(x | z), whose negative logarithm is the reconstruction error.</summary>
/// <remarks>
/// A class and not an enumeration, since a likelihood may carry parameters of its own. Two instances of the same
/// likelihood are equal.
/// </remarks>
public abstract record Likelihood
{
    private protected Likelihood()
    {
    }

    /// <summary>
    /// Independent normal distributions with one learned variance per feature, shared by all rows. The default; for
    /// real-valued features.
    /// </summary>
    /// <remarks>
    /// The learned variance balances reconstruction against KL by itself: Rybkin, Daniilidis and Levine 2021,
    /// 'Simple and effective VAE training with calibrated decoders'.
    /// </remarks>
    public static Likelihood Gaussian { get; } = new GaussianLikelihood();

    /// <summary>
    /// Independent Bernoulli distributions, one probability per feature. For binary features and for intensities in
    /// [0, 1]; training refuses values outside that range.
    /// </summary>
    /// <remarks>Kingma and Welling 2014, 'Auto-encoding variational Bayes', appendix C.1.</remarks>
    public static Likelihood Bernoulli { get; } = new BernoulliLikelihood();

    /// <summary>The name by which a saved model knows the likelihood.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    internal static Likelihood? FromName(string name) =>
        name == Gaussian.Name ? Gaussian : name == Bernoulli.Name ? Bernoulli : null;
}

internal sealed record GaussianLikelihood : Likelihood
{
    /// <summary>
    /// Bounds of the learned log-variance of a normalised feature. Below the floor a feature that is constant, or that
    /// the decoder copies, would earn nats without end; above the ceiling nothing is left to explain.
    /// </summary>
    public const float MinLogVariance = -6f;

    /// <inheritdoc cref="MinLogVariance"/>
    public const float MaxLogVariance = 6f;

    public override string Name => "Gaussian";
}

internal sealed record BernoulliLikelihood : Likelihood
{
    public override string Name => "Bernoulli";
}
