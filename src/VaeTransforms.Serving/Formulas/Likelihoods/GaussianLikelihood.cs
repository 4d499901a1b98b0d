using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Normal distributions with one learned variance per slot, shared by all rows. The default; for real-valued features.
    /// </summary>
    /// <remarks>
    /// The learned variance balances reconstruction against KL by itself: Rybkin, Daniilidis and Levine 2021,
    /// 'Simple and effective VAE training with calibrated decoders'.
    /// </remarks>
    public static Likelihood Gaussian { get; } = new GaussianLikelihood();
}

/// <summary>Normal distributions: ln p = -½ ((x - m)² exp(-log_variance) + log_variance + ln 2π).</summary>
internal sealed record GaussianLikelihood : Likelihood
{
    public override bool IsLocationFamily => true;

    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(slots)];

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logVariance = weights[LearnedVariance.Name]; // [D]
        T halfPrecision = ops.Multiply(ops.Number(-0.5), ops.Exp(ops.Multiply(ops.Number(-1), logVariance))); // [D]
        T peak = ops.Multiply(ops.Number(0.5), ops.Add(logVariance, ops.Number(Math.Log(Math.Tau)))); // [D]
        T difference = ops.Subtract(x, output); // [rows, D]
        return ops.Subtract(ops.Multiply(ops.Multiply(difference, difference), halfPrecision), peak);
    }

    public override T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) =>
        LearnedVariance.Deviation(ops, weights);

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        LearnedVariance.Draw(output, weights, () => RandomDraw.Normal(random));

    internal override int UniformsPerSlot => 1;

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights) =>
        ops.Add(output, ops.Multiply(Deviation(ops, weights), NormalQuantile.Of(ops, uniforms[0])));
}
