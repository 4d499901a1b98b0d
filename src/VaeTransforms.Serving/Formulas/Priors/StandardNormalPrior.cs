namespace VaeTransforms;

internal abstract partial record Prior
{
    /// <summary>N(0, I).</summary>
    public static Prior StandardNormal { get; } = new StandardNormalPrior();
}

/// <summary>N(0, I): KL = ½ Σ (exp(logVariance) + mean² - 1 - logVariance).</summary>
/// <remarks>Kingma and Welling 2014, appendix B.</remarks>
internal sealed record StandardNormalPrior : Prior
{
    public override T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights)
    {
        T spread = ops.Subtract(ops.ExpM1(logVariance), logVariance); // [rows, K]
        return ops.RowSum(ops.Add(spread, ops.Multiply(mean, mean)), 0.5);
    }
}
