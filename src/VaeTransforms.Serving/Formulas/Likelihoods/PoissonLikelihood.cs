using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Poisson distributions, one rate per slot. For counts whose variance is about their mean; training refuses values that are
    /// not whole numbers from 0.
    /// </summary>
    /// <remarks>
    /// The rate is the exponential of the decoder's output times the mean of the rows trained on: rates differ by factors, and
    /// the decoder starts at the mean. Single precision loses digits of large counts: about 0.01 nats at 10,000. For counts
    /// that vary more than that use <see cref="NegativeBinomial"/>.
    /// McCullagh and Nelder 1989, 'Generalized linear models', chapter 6.
    /// </remarks>
    public static Likelihood Poisson { get; } = new PoissonLikelihood();
}

/// <summary>Poisson distributions with rate r = mean · exp(output): ln p = x ln r - r - ln Γ(x + 1).</summary>
internal sealed record PoissonLikelihood : Likelihood
{
    /// <summary>The mean count of each slot, [D]. Default: 1.</summary>
    public NumberList Means { get; init; } = new(1);

    public override double Min => 0;

    public override bool IsDiscrete => true;

    public override Likelihood Fitted(SlotValues values) => this with { Means = CountValues.Means(values, Name) };

    public override T Encoded<T>(ITensorOps<T> ops, T x) => CountValues.Encoded(ops, x, Means);

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logRate = CountValues.LogRate(ops, output, Means); // [rows, D], as all others
        T factorial = LogGamma.Of(ops, ops.Add(ops.Relu(x), ops.Number(1)));
        return ops.Subtract(ops.Multiply(x, logRate), ops.Add(ops.Exp(logRate), factorial));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) =>
        ops.Exp(CountValues.LogRate(ops, output, Means));

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        double[] means = Means.ForSlots(output.Length);
        return [.. output.Select((logRatio, slot) => CountValues.Draw(CountValues.Rate(logRatio, means[slot]), random))];
    }
}
