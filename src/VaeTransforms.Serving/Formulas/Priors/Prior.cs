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
}
