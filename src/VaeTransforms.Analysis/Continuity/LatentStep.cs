namespace VaeTransforms;

/// <summary>How far a latent dimension is moved to see what it does.</summary>
/// <remarks>Either is a length of the model's own, so that a latent space that is stretched shows the same responses.</remarks>
public enum LatentStep
{
    /// <summary>
    /// One standard deviation of the codes of all rows together, √(variance of the means + mean of the posterior variances): how far
    /// rows differ. With a KL term it is about 1.
    /// </summary>
    Aggregate,

    /// <summary>
    /// One standard deviation of a posterior, √(mean of the posterior variances): how far the code of one row is uncertain.
    /// </summary>
    Posterior,
}
