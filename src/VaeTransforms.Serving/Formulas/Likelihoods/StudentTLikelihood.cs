using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Student's t distributions, which have heavy tails, with one learned variance per slot, shared by all rows. For
    /// real-valued features where some of the values trained on are wrong.
    /// </summary>
    /// <param name="degreesOfFreedom">
    /// ν, above 2, so that the variance exists, and at most 100, where the distribution is nearly normal. Smaller means heavier
    /// tails. Default: 4.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>
    /// The error of a value far from its mean grows with the logarithm of the distance, not with its square, so gross errors
    /// influence the network little. For the same reason the score separates gross anomalies from subtle ones less, and where
    /// training rows are clean and their noise is normal, the Gaussian fits better. Gross errors also stretch a feature's
    /// standard deviation; use <see cref="Normalization.Quantile"/> to prevent it.
    /// Lange, Little and Taylor 1989, 'Robust statistical modeling using the t distribution'.
    /// </remarks>
    public static Likelihood StudentT(double degreesOfFreedom = 4) => new StudentTLikelihood(degreesOfFreedom);
}

/// <summary>
/// Student's t distributions of variance exp(log_variance):
/// ln p = -(ν + 1)/2 · ln(1 + (x - m)² / ((ν - 2) variance)) - ½ log_variance - ln Γ(ν/2) + ln Γ((ν + 1)/2) - ½ ln((ν - 2)π).
/// </summary>
/// <param name="DegreesOfFreedom">ν.</param>
internal sealed record StudentTLikelihood(double DegreesOfFreedom) : Likelihood
{
    // Single precision keeps ln(1 + r) to half a unit of its last place at 1, which the factor (ν + 1) / 2 raises: to 3e-6
    // nats at 100.
    private const double MaxDegrees = 100;

    public double DegreesOfFreedom { get; } = OptionRule.Check(
        DegreesOfFreedom,
        DegreesOfFreedom is > 2 and <= MaxDegrees,
        "must be above 2, so that the variance exists, and at most 100; for more use Likelihood.Gaussian.",
        "degreesOfFreedom");

    public override string Name => $"StudentT({OptionRule.Text(DegreesOfFreedom)})";

    public override bool IsLocationFamily => true;

    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(slots)];

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logVariance = weights[LearnedVariance.Name]; // [D]
        T unit = ops.Divide(ops.Number(1 / Math.Sqrt(DegreesOfFreedom - 2)), Deviation(ops, weights)); // [D]
        T peak = ops.Add(ops.Multiply(ops.Number(0.5), logVariance), ops.Number(StudentTDensity.LogNormalizer(DegreesOfFreedom)));
        T scaled = ops.Multiply(ops.Subtract(x, output), unit); // [rows, D]
        T tail = ops.Log1P(ops.Multiply(scaled, scaled));
        return ops.Subtract(ops.Multiply(ops.Number(-(DegreesOfFreedom + 1) / 2), tail), peak);
    }

    public override T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) =>
        LearnedVariance.Deviation(ops, weights);

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        return LearnedVariance.Draw(output, weights, () => RandomDraw.Normal(random) * Stretch());

        // ν of the variance's chi-squared distribution is twice the shape of a gamma distribution.
        double Stretch() =>
            Math.Sqrt((DegreesOfFreedom - 2) / (2 * RandomDraw.Gamma(DegreesOfFreedom / 2, random)));
    }

    internal override int UniformsPerSlot => 2;

    /// <remarks>Bailey 1994, 'Polar generation of random variates with the t-distribution'.</remarks>
    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        T power = ops.Exp(ops.Multiply(ops.Number(-2 / DegreesOfFreedom), ops.Log(uniforms[0])));
        T radius = ops.Sqrt(ops.Multiply(ops.Number(DegreesOfFreedom - 2), ops.Subtract(power, ops.Number(1))));
        T noise = ops.Multiply(radius, CosineOfTurn(ops, uniforms[1])); // [rows, D]
        return ops.Add(output, ops.Multiply(Deviation(ops, weights), noise));
    }

    /// <summary>cos 2πv = 1 - 2 sin² πv, and sin πv from its series around v = ½, where it is even.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="turn">v, in [0, 1].</param>
    private static T CosineOfTurn<T>(ITensorOps<T> ops, T turn)
    {
        T angle = ops.Multiply(ops.Number(Math.PI), ops.Subtract(turn, ops.Number(0.5)));
        T square = ops.Multiply(angle, angle); // at most π² / 4, so that the series ends within 1e-9
        T sine = ops.Number(1);
        for (int term = 12; term > 0; term -= 2)
        {
            sine = ops.Subtract(ops.Number(1), ops.Multiply(ops.Multiply(square, ops.Number(1.0 / (term * (term - 1)))), sine));
        }

        return ops.Subtract(ops.Number(1), ops.Multiply(ops.Number(2), ops.Multiply(sine, sine)));
    }
}
