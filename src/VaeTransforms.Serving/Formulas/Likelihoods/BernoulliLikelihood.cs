namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Bernoulli distributions, one probability per slot. For binary features and for intensities in [0, 1]; training refuses
    /// values outside that range.
    /// </summary>
    /// <remarks>Kingma and Welling 2014, 'Auto-encoding variational Bayes', appendix C.1.</remarks>
    public static Likelihood Bernoulli { get; } = new BernoulliLikelihood();
}

/// <summary>Bernoulli distributions with the decoder's output l as logits: ln p = x l - ln(1 + exp(l)).</summary>
internal sealed record BernoulliLikelihood : Likelihood
{
    public override double Min => 0;

    public override double Max => 1;

    public override bool IsDiscrete => true;

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights) =>
        ops.Subtract(ops.Multiply(x, output), ops.Softplus(output));

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) => ops.Sigmoid(output);

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        [.. output.Select(logit => random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1.0 : 0.0)];

    internal override int UniformsPerSlot => 1;

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights) =>
        ops.WhereLess(uniforms[0], ops.Sigmoid(output), ops.Number(1), ops.Number(0));
}
