namespace VaeTransforms;

/// <summary>The posterior q(z | x) of a row: an independent normal distribution for each latent dimension.</summary>
/// <param name="Mean">The means, [K]. They are the latent code of the row.</param>
/// <param name="LogVariance">The natural logarithms of the variances, [K].</param>
public sealed record LatentPosterior(float[] Mean, float[] LogVariance);
