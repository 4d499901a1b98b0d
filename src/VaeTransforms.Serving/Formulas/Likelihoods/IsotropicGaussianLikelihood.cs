using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Normal distributions with one learned variance, shared by all slots and rows. For features in one unit whose errors count
    /// alike, such as pixels: a slot that hardly varies does not weigh more than the others.
    /// </summary>
    /// <remarks>
    /// With <see cref="Gaussian"/> a slot that is predicted well gets a small variance, so its errors count most. Here the
    /// reconstruction error is the squared error, in a unit that is learned: Rybkin, Daniilidis and Levine 2021, 'Simple and
    /// effective VAE training with calibrated decoders'; of a linear network it is probabilistic PCA (Tipping and Bishop 1999).
    /// </remarks>
    public static Likelihood IsotropicGaussian { get; } = new IsotropicGaussianLikelihood();
}

/// <summary>
/// Normal distributions: ln p = -½ ((x - m)² exp(-log_variance) + log_variance + ln 2π), with one log_variance in all.
/// </summary>
internal sealed record IsotropicGaussianLikelihood : Likelihood
{
    public override bool IsLocationFamily => true;

    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(1)];

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logVariance = weights[LearnedVariance.Name]; // [1]
        T halfPrecision = ops.Multiply(ops.Number(-0.5), ops.Exp(ops.Multiply(ops.Number(-1), logVariance))); // [1]
        T peak = ops.Multiply(ops.Number(0.5), ops.Add(logVariance, ops.Number(Math.Log(Math.Tau)))); // [1]
        T difference = ops.Subtract(x, output); // [rows, D]
        return ops.Subtract(ops.Multiply(ops.Multiply(difference, difference), halfPrecision), peak);
    }

    public override T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) =>
        LearnedVariance.Deviation(ops, weights);

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        double deviation = Math.Exp(0.5 * weights[LearnedVariance.Name][0]);
        return Array.ConvertAll(output, mean => mean + (deviation * RandomDraw.Normal(random)));
    }

    internal override int UniformsPerSlot => 1;

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights) =>
        ops.Add(output, ops.Multiply(Deviation(ops, weights), NormalQuantile.Of(ops, uniforms[0])));
}
