using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Log-normal distributions, with one learned variance per slot, shared by all rows. For amounts: prices, durations, sizes;
    /// training refuses values below 0.
    /// </summary>
    /// <remarks>
    /// ln(x + offset) is normal. The offset is 0 for a slot whose values are all above 0, and otherwise its smallest value above
    /// 0, or 1 if it has none; draws can lie below 0 by less than that. Where zeros are frequent or have a meaning of their own,
    /// use <see cref="ZeroInflated"/>. The density is in the input's own units, and so is the mean.
    /// Limpert, Stahel and Abbt 2001, 'Log-normal distributions across the sciences'.
    /// </remarks>
    public static Likelihood LogNormal { get; } = new LogNormalLikelihood();
}

/// <summary>
/// Log-normal distributions: with u = (ln(x + offset) - center) / scale,
/// ln p = -½ ((u - m)² exp(-log_variance) + log_variance + ln 2π) - ln scale - ln(x + offset).
/// </summary>
internal sealed record LogNormalLikelihood : Likelihood
{
    // A value that is not above the offset has no logarithm. It counts as one that is this far below the center.
    private const double MinStandardized = -20;

    // exp of it does not overflow in single precision.
    private const double MaxExponent = 80;

    /// <summary>What is added before the logarithm, [D].</summary>
    public NumberList Offsets { get; init; } = new(0);

    /// <summary>The mean of the logarithms, [D].</summary>
    public NumberList Centers { get; init; } = new(0);

    /// <summary>Their standard deviation, [D].</summary>
    public NumberList Scales { get; init; } = new(1);

    public override double Min => -Offsets.Lent().Max();

    public override IEnumerable<WeightShape> Weights(int slots) => [LearnedVariance.Shape(slots)];

    public override Likelihood Fitted(SlotValues values)
    {
        var slots = Enumerable.Range(0, values.Slots).Select(slot => Learn(values.Of(slot))).ToList();
        return new LogNormalLikelihood
        {
            Offsets = new NumberList(slots.Select(slot => slot.Offset)),
            Centers = new NumberList(slots.Select(slot => slot.Center)),
            Scales = new NumberList(slots.Select(slot => slot.Scale)),
        };
    }

    public override T Encoded<T>(ITensorOps<T> ops, T x) => Standardized(ops, LogAmount(ops, x));

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logAmount = LogAmount(ops, x); // [rows, D]
        T density = Gaussian.LogDensity(ops, Standardized(ops, logAmount), output, weights);
        T logScales = ops.Vector([.. Scales.ForSlots(ops.Width(x)).Select(scale => Math.Log(scale))]); // [D]
        return ops.Subtract(density, ops.Add(logAmount, logScales));
    }

    /// <remarks>exp(center + scale · m + ½ scale² exp(log_variance)) - offset.</remarks>
    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights)
    {
        int slots = ops.Width(output);
        T scales = ops.Vector(Scales.ForSlots(slots)); // [D]
        T deviation = ops.Multiply(scales, LearnedVariance.Deviation(ops, weights)); // [D]
        T location = ops.Add(ops.Multiply(output, scales), ops.Vector(Centers.ForSlots(slots))); // [rows, D]
        T exponent = ops.Add(location, ops.Multiply(ops.Number(0.5), ops.Multiply(deviation, deviation)));
        T amount = ops.Exp(ops.Clamp(exponent, -MaxExponent, MaxExponent));
        return ops.Subtract(amount, ops.Vector(Offsets.ForSlots(slots)));
    }

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        double[] drawn = Gaussian.Draw(output, weights, random);
        double[] centers = Centers.ForSlots(drawn.Length);
        double[] scales = Scales.ForSlots(drawn.Length);
        double[] offsets = Offsets.ForSlots(drawn.Length);
        return [.. drawn.Select((u, slot) =>
            Math.Exp(Math.Clamp((u * scales[slot]) + centers[slot], -MaxExponent, MaxExponent)) - offsets[slot])];
    }

    private static (double Offset, double Center, double Scale) Learn(float[] values)
    {
        double offset = 0;
        double smallest = double.PositiveInfinity;
        foreach (float value in values)
        {
            if (!(value >= 0))
            {
                throw new ArgumentException(
                    $"Likelihood.LogNormal needs amounts, which are at least 0, but a value is {OptionRule.Text(value)}. "
                        + "Use Likelihood.Binned or Likelihood.Gaussian.");
            }

            smallest = value > 0 ? Math.Min(smallest, value) : smallest;
            offset = value == 0 ? 1 : offset;
        }

        offset = offset > 0 && double.IsFinite(smallest) ? smallest : offset;
        double[] logarithms = [.. values.Select(value => Math.Log(value + offset))];
        double center = logarithms.Length == 0 ? 0 : logarithms.Average();
        double variance = logarithms.Length == 0 ? 0 : logarithms.Average(value => (value - center) * (value - center));

        // Equal values leave nothing but rounding.
        return (offset, center, variance > 1e-12 ? Math.Sqrt(variance) : 1);
    }

    /// <summary>ln(x + offset), bounded below; [rows, D].</summary>
    private T LogAmount<T>(ITensorOps<T> ops, T x)
    {
        int slots = ops.Width(x);
        double[] scales = Scales.ForSlots(slots);
        double[] floors =
        [
            .. Centers.ForSlots(slots).Select((center, slot) =>
                Math.Exp(Math.Max(center + (MinStandardized * scales[slot]), -MaxExponent))),
        ];
        return ops.Log(ops.Max(ops.Add(x, ops.Vector(Offsets.ForSlots(slots))), ops.Vector(floors)));
    }

    private T Standardized<T>(ITensorOps<T> ops, T logAmount)
    {
        int slots = ops.Width(logAmount);
        return ops.Divide(
            ops.Subtract(logAmount, ops.Vector(Centers.ForSlots(slots))), ops.Vector(Scales.ForSlots(slots)));
    }

    internal override int UniformsPerSlot => 1;

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        int slots = ops.Width(output);
        T standardized = Gaussian.Drawn(ops, output, uniforms, weights); // [rows, D], as all others
        T exponent = ops.Add(
            ops.Multiply(standardized, ops.Vector(Scales.ForSlots(slots))), ops.Vector(Centers.ForSlots(slots)));
        return ops.Subtract(
            ops.Exp(ops.Clamp(exponent, -MaxExponent, MaxExponent)), ops.Vector(Offsets.ForSlots(slots)));
    }
}
