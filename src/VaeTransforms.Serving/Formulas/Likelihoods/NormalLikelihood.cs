using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>
/// Normal distributions: ln p = -½ ((x - m)² exp(-log_variance) + log_variance + ln 2π), with a variance for each slot or one for
/// all.
/// </summary>
internal abstract record NormalLikelihood : Likelihood
{
    public override bool IsLocationFamily => true;

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logVariance = weights[LearnedVariance.Name]; // [V], V is D or 1
        T halfPrecision = ops.Multiply(ops.Number(-0.5), ops.Exp(ops.Multiply(ops.Number(-1), logVariance))); // [V]
        T peak = ops.Multiply(ops.Number(0.5), ops.Add(logVariance, ops.Number(Math.Log(Math.Tau)))); // [V]
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
