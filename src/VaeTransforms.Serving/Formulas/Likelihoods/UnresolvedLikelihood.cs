namespace VaeTransforms;

/// <summary>What options say about likelihoods before the columns are known. It has no density.</summary>
internal abstract record UnresolvedLikelihood : Likelihood
{
    /// <summary>Those that are chosen for columns have a formula of draws.</summary>
    internal override int UniformsPerSlot => 1;

    public sealed override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights) =>
        throw new InvalidOperationException(
            $"Likelihood.{Name} is replaced by the likelihoods of columns before it is computed.");
}
