using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Negative binomial distributions, one mean per slot and one learned dispersion per slot, shared by all rows. For counts
    /// that vary more than <see cref="Poisson"/> counts; training refuses values that are not whole numbers from 0.
    /// </summary>
    /// <remarks>
    /// The variance is mean + mean² / r, where training learns ln r within [-5, 4]. As for <see cref="Poisson"/>, the decoder's
    /// output is the logarithm of the mean's ratio to that of the rows trained on.
    /// Lopez, Regier, Cole, Jordan and Yosef 2018, 'Deep generative modeling for single-cell transcriptomics'.
    /// </remarks>
    public static Likelihood NegativeBinomial { get; } = new NegativeBinomialLikelihood();
}

/// <summary>
/// Negative binomial distributions with mean m = mean · exp(output) and r = exp(log_shape):
/// ln p = ln Γ(x + r) - ln Γ(r) - ln Γ(x + 1) + r ln(r / (r + m)) + x ln(m / (r + m)).
/// </summary>
internal sealed record NegativeBinomialLikelihood : Likelihood
{
    private const string LogShape = "log_shape";

    /// <summary>The mean count of each slot, [D]. Default: 1.</summary>
    public NumberList Means { get; init; } = new(1);

    public override double Min => 0;

    public override bool IsDiscrete => true;

    // For a larger r the distribution is nearly Poisson, and single precision loses the difference of two ln Γ.
    public override IEnumerable<WeightShape> Weights(int slots) => [new WeightShape(LogShape, slots) { Min = -5, Max = 4 }];

    public override Likelihood Fitted(SlotValues values) => this with { Means = CountValues.Means(values, Name) };

    public override T Encoded<T>(ITensorOps<T> ops, T x) => CountValues.Encoded(ops, x, Means);

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T shape = ops.Exp(weights[LogShape]); // [D]
        T logRatio = ops.Subtract(CountValues.LogRate(ops, output, Means), weights[LogShape]); // ln(m / r), [rows, D]
        T count = ops.Relu(x); // [rows, D], as all that follow
        T arrangements = ops.Subtract(
            ops.Subtract(LogGamma.Of(ops, ops.Add(count, shape)), LogGamma.Of(ops, shape)),
            LogGamma.Of(ops, ops.Add(count, ops.Number(1))));
        T failures = ops.Multiply(shape, ops.Softplus(logRatio));
        T successes = ops.Multiply(x, ops.Softplus(ops.Multiply(ops.Number(-1), logRatio)));
        return ops.Subtract(arrangements, ops.Add(failures, successes));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) =>
        ops.Exp(CountValues.LogRate(ops, output, Means));

    /// <remarks>A Poisson draw whose rate is a gamma draw.</remarks>
    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        double[] means = Means.ForSlots(output.Length);
        return [.. output.Select((logRatio, slot) =>
        {
            double shape = Math.Exp(weights[LogShape][slot]);
            double mean = CountValues.Rate(logRatio, means[slot]);
            return CountValues.Draw(mean / shape * RandomDraw.Gamma(shape, random), random);
        })];
    }
}
