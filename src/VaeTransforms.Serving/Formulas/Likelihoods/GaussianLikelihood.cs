namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Normal distributions with one learned variance per slot, shared by all rows. For real-valued features in units of their
    /// own.
    /// </summary>
    /// <remarks>
    /// The learned variance balances reconstruction against KL by itself: Rybkin, Daniilidis and Levine 2021,
    /// 'Simple and effective VAE training with calibrated decoders'.
    /// </remarks>
    public static Likelihood Gaussian { get; } = new GaussianLikelihood();
}

/// <summary>A variance for each slot.</summary>
internal sealed record GaussianLikelihood : NormalLikelihood
{
    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(slots)];
}
