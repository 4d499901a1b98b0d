namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Another likelihood with more zeros: the decoder also gives each slot's probability that the value is 0 for a reason of its
    /// own. For counts and amounts that are often 0, such as purchases.
    /// </summary>
    /// <param name="inner">
    /// The distribution of the other values: <see cref="Poisson"/>, <see cref="NegativeBinomial"/>, <see cref="LogNormal"/>,
    /// or another one with the input's own units.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Values of the inner likelihood are normalized or one-hot, so that 0 has no meaning of its own.
    /// </exception>
    /// <remarks>
    /// With probability π a value is 0. With counts it is 0 also if the inner count is: p(0) = π + (1 - π) q(0). With a density
    /// it is 0 only for that reason, and the inner likelihood is fitted to the other values.
    /// Lambert 1992, 'Zero-inflated Poisson regression, with an application to defects in manufacturing'.
    /// </remarks>
    public static Likelihood ZeroInflated(Likelihood inner) => new ZeroInflatedLikelihood(inner);
}

/// <summary>
/// A mixture of 0 and another distribution q with the logits l of π after the inner likelihood's outputs:
/// ln p = ln((1 - π) q(x)) where x is not 0; else ln π, or ln(π + (1 - π) q(0)) if q is discrete.
/// </summary>
/// <param name="Inner">q.</param>
internal sealed record ZeroInflatedLikelihood(Likelihood Inner) : Likelihood
{
    // What the encoder sees of a 0 where the inner likelihood has a density: below nearly all other values.
    private const double EncodedZero = -3;

    // Below the smallest normal number of single precision.
    private const double SmallestAmount = 1e-38;

    // Uniform numbers in single precision have steps of this size.
    private const double SmallestShare = 1.0 / (1 << 23);

    public Likelihood Inner { get; } = Inner is { HasOwnUnits: true } and not (CategoricalLikelihood or ZeroInflatedLikelihood)
        ? Inner
        : throw new ArgumentException(
            $"Likelihood.ZeroInflated needs a likelihood whose values keep their own units, so that 0 stays 0, such as "
                + $"Likelihood.Poisson or Likelihood.LogNormal. It was {Inner?.Name ?? "null"}.");

    public override string Name => $"ZeroInflated({Inner.Name})";

    public override int OutputsPerSlot => Inner.OutputsPerSlot + 1;

    public override double Min => Math.Min(0, Inner.Min);

    public override double Max => Math.Max(0, Inner.Max);

    public override bool HasOwnUnits => true;

    public override bool IsDiscrete => Inner.IsDiscrete;

    public override IEnumerable<WeightShape> Weights(int slots) => Inner.Weights(slots);

    public override Likelihood Fitted(SlotValues values) => new ZeroInflatedLikelihood(Inner.Fitted(
        IsDiscrete ? values : new SlotValues(values.Slots, slot => [.. values.Of(slot).Where(value => value != 0)])));

    public override T Encoded<T>(ITensorOps<T> ops, T x)
    {
        T encoded = Inner.Encoded(ops, x);
        return IsDiscrete ? encoded : IfZero(ops, x, ops.Number(EncodedZero), encoded);
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        (T inner, T logits) = Parts(ops, output, ops.Width(x));
        T logZero = ops.Multiply(ops.Number(-1), ops.Softplus(ops.Multiply(ops.Number(-1), logits))); // ln π, [rows, D]
        T other = ops.Subtract(Inner.LogDensity(ops, x, inner, weights), ops.Softplus(logits)); // ln((1 - π) q), [rows, D]
        T atZero = IsDiscrete ? ops.Add(logZero, ops.Softplus(ops.Subtract(other, logZero))) : logZero;
        return IfZero(ops, x, atZero, other);
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights)
    {
        (T inner, T logits) = Parts(ops, output, ops.Width(output) / OutputsPerSlot);
        T share = ops.Sigmoid(ops.Multiply(ops.Number(-1), logits)); // 1 - π
        return ops.Multiply(share, Inner.Mean(ops, inner, weights));
    }

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        int slots = output.Length / OutputsPerSlot;
        double[] drawn = Inner.Draw(output[..^slots], weights, random);
        return [.. drawn.Select((value, slot) =>
            random.NextDouble() < 1 / (1 + Math.Exp(-output[^(slots - slot)])) ? 0 : value)];
    }

    private (T Inner, T Logits) Parts<T>(ITensorOps<T> ops, T output, int slots)
    {
        int outputs = Inner.Outputs(slots);
        return (ops.Columns(output, 0, outputs), ops.Columns(output, outputs, slots));
    }

    private static T IfZero<T>(ITensorOps<T> ops, T x, T zero, T other) =>
        ops.WhereLess(ops.Abs(x), ops.Number(SmallestAmount), zero, other);

    internal override int UniformsPerSlot => Inner.UniformsPerSlot;

    /// <remarks>A uniform number above π says no 0, and what is above it is a uniform number again.</remarks>
    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        (T inner, T logits) = Parts(ops, output, ops.Width(uniforms[0]));
        T zero = ops.Sigmoid(logits); // π, [rows, D]
        T share = ops.Max(ops.Sigmoid(ops.Multiply(ops.Number(-1), logits)), ops.Number(SmallestShare));
        T rest = ops.Clamp(ops.Divide(ops.Subtract(uniforms[0], zero), share), SmallestShare, 1 - SmallestShare);
        T drawn = Inner.Drawn(ops, inner, [rest, .. uniforms.Skip(1)], weights);
        return ops.WhereLess(uniforms[0], zero, ops.Number(0), drawn);
    }
}
