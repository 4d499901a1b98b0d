namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Continuous Bernoulli distributions, one per slot. For intensities in [0, 1]; training refuses values outside that range.
    /// </summary>
    /// <remarks>
    /// <see cref="Bernoulli"/> with the normalizing constant that a density over [0, 1] needs. Without the constant, intensities
    /// between 0 and 1 count as improbable, whatever the decoder gives.
    /// Loaiza-Ganem and Cunningham 2019, 'The continuous Bernoulli: fixing a pervasive error in variational autoencoders'.
    /// </remarks>
    public static Likelihood ContinuousBernoulli { get; } = new ContinuousBernoulliLikelihood();
}

/// <summary>
/// Densities over [0, 1] with the decoder's output l as logits: ln p = x l - ln((exp(l) - 1) / l), where the last term is the
/// logarithm of ∫ exp(x l) dx.
/// </summary>
internal sealed record ContinuousBernoulliLikelihood : Likelihood
{
    // Below it, series replace quotients that would lose their digits. The first terms left out are at most 9e-8.
    private const double Small = 0.5;

    // The same for quantiles: on both sides of it the error is about 1e-5.
    private const double SmallForQuantile = 0.01;

    public override double Min => 0;

    public override double Max => 1;

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        // Quotients get at least Small where the series is selected, so that both branches stay finite. All are [rows, D].
        T size = ops.Max(ops.Abs(output), ops.Number(Small));
        T decay = ops.Subtract(ops.Number(1), ops.Exp(ops.Multiply(ops.Number(-1), size)));
        T integral = ops.Add(ops.Relu(output), ops.Log(ops.Divide(decay, size)));
        T square = ops.Multiply(output, output);
        T even = ops.Multiply(square, ops.Subtract(ops.Number(1.0 / 24), ops.Multiply(square, ops.Number(1.0 / 2880))));
        T series = ops.Add(ops.Multiply(ops.Number(0.5), output), even);
        return ops.Subtract(ops.Multiply(x, output), IfSmall(ops, output, series, integral));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logits = IfSmall(ops, output, ops.Number(1), output); // [rows, D], as all others
        T coth = ops.Divide(ops.Number(0.5), ops.Tanh(ops.Multiply(ops.Number(0.5), logits)));
        T exact = ops.Subtract(coth, ops.Divide(ops.Number(1), logits));
        T square = ops.Multiply(output, output);
        T factor = ops.Subtract(ops.Multiply(square, ops.Number(1.0 / 30240)), ops.Number(1.0 / 720));
        T series = ops.Multiply(output, ops.Add(ops.Number(1.0 / 12), ops.Multiply(square, factor)));
        return ops.Add(ops.Number(0.5), IfSmall(ops, output, series, exact));
    }

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        [.. output.Select(logit => Quantile(random.NextDouble(), logit))];

    /// <summary>The inverse of the distribution function (exp(x l) - 1) / (exp(l) - 1).</summary>
    private static double Quantile(double probability, double logit) => logit switch
    {
        > 0 => 1 - Quantile(1 - probability, -logit),
        > -1e-9 => probability,
        _ => Math.Clamp(double.LogP1(probability * double.ExpM1(logit)) / logit, 0, 1),
    };

    private static T IfSmall<T>(ITensorOps<T> ops, T output, T small, T other) =>
        ops.WhereLess(ops.Abs(output), ops.Number(Small), small, other);

    internal override int UniformsPerSlot => 1;

    /// <remarks>The inverse of the distribution function, for a logit -|l|; for l above 0 it is mirrored.</remarks>
    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        T below = ops.Subtract(ops.Number(1), uniforms[0]);
        T probability = ops.WhereLess(output, ops.Number(0), uniforms[0], below); // [rows, D], as all others
        T logit = ops.Multiply(ops.Number(-1), ops.Max(ops.Abs(output), ops.Number(SmallForQuantile)));
        T exact = ops.Divide(ops.Log1P(ops.Multiply(probability, ops.ExpM1(logit))), logit);
        T bend = ops.Multiply(probability, ops.Subtract(ops.Number(1), probability));
        T series = ops.Subtract(probability, ops.Multiply(ops.Multiply(ops.Number(0.5), ops.Abs(output)), bend));
        T drawn = ops.WhereLess(ops.Abs(output), ops.Number(SmallForQuantile), series, exact);
        T bounded = ops.Clamp(drawn, 0, 1);
        return ops.WhereLess(output, ops.Number(0), bounded, ops.Subtract(ops.Number(1), bounded));
    }
}
