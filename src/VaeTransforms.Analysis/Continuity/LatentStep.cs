namespace VaeTransforms;

/// <summary>The distance that a latent dimension is moved to see its effect.</summary>
/// <remarks>Both distances scale with the codes, so stretching the latent space does not change the responses.</remarks>
public enum LatentStep
{
    /// <summary>
    /// One standard deviation of the codes of all rows, √(variance of the means + mean of the posterior variances): how far rows
    /// differ. It is about 1 for a model trained with the KL divergence.
    /// </summary>
    Aggregate,

    /// <summary>
    /// One standard deviation of a posterior, √(mean of the posterior variances): how uncertain the code of one row is.
    /// </summary>
    Posterior,
}
