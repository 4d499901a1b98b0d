namespace VaeTransforms;

public abstract partial record Prior
{
    /// <summary>N(0, I), the default. It learns nothing, and its KL divergence is exact.</summary>
    /// <remarks>Kingma and Welling 2014, 'Auto-encoding variational Bayes', appendix B.</remarks>
    public static Prior StandardNormal { get; } = new StandardNormalPrior();
}

/// <summary>N(0, I): KL = ½ Σ (exp(logVariance) + mean² - 1 - logVariance).</summary>
internal sealed record StandardNormalPrior : Prior
{
    private const double LogTwoPi = 1.8378770664093453;

    public override bool HasKlPerDimension => true;

    public override T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        ops.RowSum(Doubled(ops, mean, logVariance), 0.5);

    public override T KlPerDimension<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        ops.Multiply(ops.Number(0.5), Doubled(ops, mean, logVariance));

    public override T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights) =>
        ops.RowSum(ops.Add(ops.Multiply(z, z), ops.Number(LogTwoPi)), -0.5);

    public override float[] Draw(int latent, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        var z = new float[latent];
        Numerics.StandardNormal.Fill(random, z);
        return z;
    }

    /// <summary>exp(logVariance) + mean² - 1 - logVariance, [rows, K].</summary>
    private static T Doubled<T>(ITensorOps<T> ops, T mean, T logVariance)
    {
        T spread = ops.Subtract(ops.ExpM1(logVariance), logVariance); // [rows, K]
        return ops.Add(spread, ops.Multiply(mean, mean));
    }
}
