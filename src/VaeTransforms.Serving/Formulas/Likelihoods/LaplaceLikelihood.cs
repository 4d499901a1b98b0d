namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Laplace distributions with one learned variance per slot, shared by all rows. For real-valued features with errors that
    /// are often small and sometimes large.
    /// </summary>
    /// <remarks>
    /// The error of a value grows with its distance from the mean, not with the square. So the decoder fits conditional medians,
    /// and single large errors weigh less than under <see cref="Gaussian"/>, but more than under <see cref="StudentT"/>.
    /// Kotz, Kozubowski and Podgórski 2001, 'The Laplace distribution and generalizations'.
    /// </remarks>
    public static Likelihood Laplace() => new LaplaceLikelihood();
}

/// <summary>
/// Laplace distributions of variance exp(log_variance): ln p = -√2 |x - m| exp(-½ log_variance) - ½ log_variance - ½ ln 2.
/// </summary>
internal sealed record LaplaceLikelihood : Likelihood
{
    public override bool IsLocationFamily => true;

    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(slots)];

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T slope = ops.Divide(ops.Number(-Math.Sqrt(2)), Deviation(ops, weights)); // [D]
        T peak = ops.Multiply(ops.Number(0.5), ops.Add(weights[LearnedVariance.Name], ops.Number(Math.Log(2)))); // [D]
        return ops.Subtract(ops.Multiply(slope, ops.Abs(ops.Subtract(x, output))), peak); // [rows, D]
    }

    public override T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) =>
        LearnedVariance.Deviation(ops, weights);

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        LearnedVariance.Draw(output, weights, () => (Exponential(random) - Exponential(random)) / Math.Sqrt(2));

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    internal override int UniformsPerSlot => 1;

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        T fromMiddle = ops.Subtract(uniforms[0], ops.Number(0.5));
        T beyond = ops.Subtract(ops.Number(1), ops.Multiply(ops.Number(2), ops.Abs(fromMiddle)));
        T size = ops.Multiply(ops.Number(-1 / Math.Sqrt(2)), ops.Log(beyond)); // [rows, D]
        T noise = ops.WhereLess(fromMiddle, ops.Number(0), ops.Multiply(ops.Number(-1), size), size);
        return ops.Add(output, ops.Multiply(Deviation(ops, weights), noise));
    }
}
