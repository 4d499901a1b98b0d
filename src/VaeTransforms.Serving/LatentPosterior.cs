namespace VaeTransforms;

/// <summary>The posterior q(z | x) of a row: independent normal distributions, one per latent dimension.</summary>
/// <param name="Mean">[K]; the row's latent code.</param>
/// <param name="LogVariance">[K]; natural logarithms of the variances.</param>
public sealed record LatentPosterior(float[] Mean, float[] LogVariance);
