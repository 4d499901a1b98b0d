namespace VaeTransforms;

/// <summary>The distribution p(z) that codes are pulled towards.</summary>
internal abstract partial record Prior
{
    /// <summary>The arrays that the prior learns, in order. Default: none.</summary>
    /// <param name="latent">Values in a latent vector, K.</param>
    public virtual IEnumerable<WeightShape> Weights(int latent) => [];

    /// <summary>KL(N(mean, diag exp(logVariance)) || p(z)).</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats, [rows, 1].</returns>
    public abstract T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights);

    /// <summary>ln p(z), nats.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="z">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, 1].</returns>
    public abstract T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights);

    /// <summary>Whether there is <see cref="KlPerDimension"/>. Default: false.</summary>
    public virtual bool HasKlPerDimension => false;

    /// <summary>The KL divergence of each latent dimension; their sum is <see cref="KlDivergence"/>.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats, [rows, K].</returns>
    /// <exception cref="NotSupportedException">It has no closed form.</exception>
    public virtual T KlPerDimension<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"The KL divergence from {this} has no closed form in each latent dimension.");
}
