namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Normal distributions with one learned variance, shared by all slots and rows. For features in one unit whose errors count
    /// alike, such as pixels: a slot that hardly varies does not weigh more than the others.
    /// </summary>
    /// <remarks>
    /// With <see cref="Gaussian"/> a slot that is predicted well gets a small variance, so its errors count most. Here the
    /// reconstruction error is the squared error, in a unit that is learned: Rybkin, Daniilidis and Levine 2021, 'Simple and
    /// effective VAE training with calibrated decoders'; of a linear network it is probabilistic PCA (Tipping and Bishop 1999).
    /// </remarks>
    public static Likelihood IsotropicGaussian { get; } = new IsotropicGaussianLikelihood();
}

/// <summary>One variance for all slots.</summary>
internal sealed record IsotropicGaussianLikelihood : NormalLikelihood
{
    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(1)];
}
