namespace VaeTransforms.Numerics;

/// <summary>How much a latent dimension distinguishes rows: the criteria of collapse.</summary>
/// <param name="VarianceOfMeans">The variance of posterior means over rows.</param>
/// <param name="PosteriorVariance">The mean of posterior variances over rows.</param>
/// <param name="KlDivergence">The mean KL divergence from the prior over rows, in nats.</param>
internal readonly record struct LatentSignal(double VarianceOfMeans, double PosteriorVariance, double KlDivergence)
{
    // LatentDimensionState documents these limits.
    private const double MinShare = 0.01;
    private const double MaxShare = 0.9999;
    private const double MinNats = 0.1;

    /// <summary>In [0, 1]: 0 if the posterior is the same for every row, 1 if it is a point.</summary>
    public double Share => VarianceOfMeans / (VarianceOfMeans + PosteriorVariance);

    /// <summary>Whether the posterior is about the same for every row.</summary>
    public bool IsSameForAllRows => Share < MinShare;

    /// <summary>Whether the posterior is the prior for every row.</summary>
    public bool IsPrior => IsSameForAllRows && KlDivergence < MinNats;

    /// <summary>Whether posteriors are points compared with the spread of their means.</summary>
    public bool IsPoint => Share > MaxShare;
}
