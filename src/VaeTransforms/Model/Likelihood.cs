using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

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

    /// <summary>
    /// Independent Student's t distributions, heavy in the tails, with one learned variance per feature, shared by all
    /// rows. For real-valued features where some of the values trained on are wrong, and nobody knows which.
    /// </summary>
    /// <param name="degreesOfFreedom">
    /// ν: above 2, so that the variance exists, and at most 100, where the distribution is a normal one in all but name.
    /// The fewer, the heavier the tails. Default: 4.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>
    /// With r the distance of a value from its mean and s² = variance · (ν - 2) / ν, the error in nats is
    /// (ν + 1) / 2 · ln(1 + r² / (ν s²)) + ln s + ½ ln(νπ) + ln Γ(ν/2) - ln Γ((ν + 1)/2): of a value far off it grows with the
    /// logarithm of the distance and not with its square, and the pull on the network, (ν + 1) r / (ν s² + r²), is never above
    /// (ν + 1) / (2 s √ν) and falls as (ν + 1) / r. So gross errors teach the network little. By the same token a score tells
    /// gross anomalies from subtle ones less, and where training is clean and its noise normal, the Gaussian fits better.
    /// Errors so gross that they stretch a feature's standard deviation squeeze its good values towards one point when it is
    /// standardised; <see cref="Normalization.Quantile"/> does not let them.
    /// Lange, Little and Taylor 1989, 'Robust statistical modeling using the t distribution'.
    /// </remarks>
    public static Likelihood StudentT(double degreesOfFreedom = 4) => new StudentTLikelihood(OptionRule.Check(
        degreesOfFreedom,
        StudentTLikelihood.IsValid(degreesOfFreedom),
        "must be above 2, so that the variance exists, and at most 100; for more use Likelihood.Gaussian.",
        nameof(degreesOfFreedom)));

    /// <summary>The name by which reports and a saved model know the likelihood.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    internal static Likelihood? FromName(string name) =>
        name == Gaussian.Name ? Gaussian : name == Bernoulli.Name ? Bernoulli : StudentTLikelihood.FromName(name);
}

/// <summary>A likelihood with a mean that the decoder gives, and a learned variance per feature.</summary>
internal abstract record LearnedVarianceLikelihood : Likelihood
{
    /// <summary>
    /// Bounds of the learned log-variance of a normalised feature. Below the floor a feature that is constant, or that
    /// the decoder copies, would earn nats without end; above the ceiling nothing is left to explain.
    /// </summary>
    public const float MinLogVariance = -6f;

    /// <inheritdoc cref="MinLogVariance"/>
    public const float MaxLogVariance = 6f;

    /// <summary>-ln of the density of variance 1 at its mean, in nats.</summary>
    public abstract double LogNormalizer { get; }

    /// <summary>The error of a row that is decoded without any difference, in nats: the least there can be.</summary>
    /// <param name="logVariance">[D]; bounded here.</param>
    public double LeastError(float[] logVariance) =>
        logVariance.Sum(value => (0.5 * Math.Clamp((double)value, MinLogVariance, MaxLogVariance)) + LogNormalizer);
}

internal sealed record GaussianLikelihood : LearnedVarianceLikelihood
{
    public override string Name => "Gaussian";

    public override double LogNormalizer => 0.5 * Math.Log(Math.Tau);
}

internal sealed record StudentTLikelihood(double DegreesOfFreedom) : LearnedVarianceLikelihood
{
    // Single precision keeps ln(1 + r² / (ν s²)) to half a unit of its last place at 1, which the factor (ν + 1) / 2 raises: to
    // 3e-6 nats at 100.
    private const double MostDegrees = 100;

    private const string NameStart = "StudentT(";
    private const string NameEnd = ")";

    public override string Name => NameStart + OptionRule.Text(DegreesOfFreedom) + NameEnd;

    public override double LogNormalizer => StudentTDensity.LogNormalizer(DegreesOfFreedom);

    public static bool IsValid(double degreesOfFreedom) => degreesOfFreedom is > 2 and <= MostDegrees;

    public static new StudentTLikelihood? FromName(string name) =>
        name.StartsWith(NameStart, StringComparison.Ordinal)
        && name.EndsWith(NameEnd, StringComparison.Ordinal)
        && double.TryParse(name[NameStart.Length..^NameEnd.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees)
        && IsValid(degrees)
            ? new StudentTLikelihood(degrees)
            : null;
}

internal sealed record BernoulliLikelihood : Likelihood
{
    public override string Name => "Bernoulli";
}
