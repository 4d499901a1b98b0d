using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>Slots with a likelihood of their own.</summary>
/// <param name="Likelihood">Theirs.</param>
/// <param name="Slots">Which, from 0, in any order; at least one.</param>
internal sealed record LikelihoodPart(Likelihood Likelihood, IReadOnlyList<int> Slots)
{
    public bool Equals(LikelihoodPart? other) =>
        other is not null && Likelihood == other.Likelihood && Slots.SequenceEqual(other.Slots);

    public override int GetHashCode() => Slots.Aggregate(Likelihood.GetHashCode(), HashCode.Combine);
}

/// <summary>
/// A likelihood for each part of a row. Given z the parts are independent, so densities stand beside each other, each in nats:
/// parts weigh as much as the decoder can tell about them.
/// </summary>
/// <param name="Parts">Each slot of a row belongs to one of them. The decoder's outputs are in their order.</param>
/// <remarks>
/// A part can have slots from all over a row, so that a table with many columns has few parts, and few operations in a step.
/// </remarks>
internal sealed record MixedLikelihood(IReadOnlyList<LikelihoodPart> Parts) : Likelihood
{
    // The slots in the order of parts, and the places of slots in that order.
    private readonly int[] _order = Order(Parts);
    private readonly int[] _places = Places(Order(Parts));

    public IReadOnlyList<LikelihoodPart> Parts { get; } = OptionRule.Check(
        Parts,
        Parts.All(part => part.Slots.Count > 0) && Order(Parts) is { Length: > 0 } order && IsIdentity([.. order.Order()]),
        "must have each slot of a row in one part.");

    public override string Name => string.Join(" + ", Parts
        .GroupBy(part => part.Likelihood.Name)
        .Select(group => $"{group.Key} × {group.Sum(part => part.Likelihood.Distributions(part.Slots.Count))}"));

    public override int Outputs(int slots) => Placed().Sum(part => part.Outputs);

    public override Likelihood Fitted(SlotValues values) => new MixedLikelihood(
    [
        .. Placed().Select(part => part.Of with { Likelihood = part.Likelihood.Fitted(values.Part(part.Of.Slots)) }),
    ]);

    public override IEnumerable<WeightShape> Weights(int slots) => Placed().SelectMany(
        part => part.Likelihood.Weights(part.Slots).Select(shape => shape with { Name = part.Prefix + shape.Name }));

    public override T Encoded<T>(ITensorOps<T> ops, T x)
    {
        T ordered = Reordered(ops, x, _order);
        return Beside(ops, part => part.Likelihood.Encoded(ops, ops.Columns(ordered, part.Start, part.Slots)));
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T ordered = Reordered(ops, x, _order);
        return Beside(
            ops,
            part => part.Likelihood.LogDensity(
                ops,
                ops.Columns(ordered, part.Start, part.Slots),
                ops.Columns(output, part.FirstOutput, part.Outputs),
                part.Own(weights)));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) => Beside(
        ops,
        part => part.Likelihood.Mean(ops, ops.Columns(output, part.FirstOutput, part.Outputs), part.Own(weights)));

    /// <remarks>For slots without a fixed deviation it is 1.</remarks>
    public override T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) => Beside(
        ops,
        part => ops.Add(ops.Vector(new double[part.Slots]), part.Likelihood.Deviation(ops, part.Own(weights))));

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        InSlotOrder(Placed().SelectMany(part => part.Likelihood.Draw(
            output[part.FirstOutput..(part.FirstOutput + part.Outputs)], part.Own(weights), random)));

    internal override int UniformsPerSlot => Parts.Min(part => part.Likelihood.UniformsPerSlot) == 0
        ? 0
        : Parts.Max(part => part.Likelihood.UniformsPerSlot);

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        T[] ordered = [.. uniforms.Select(uniform => Reordered(ops, uniform, _order))];
        return Beside(
            ops,
            part => part.Likelihood.Drawn(
                ops,
                ops.Columns(output, part.FirstOutput, part.Outputs),
                [.. ordered.Take(part.Likelihood.UniformsPerSlot).Select(own => ops.Columns(own, part.Start, part.Slots))],
                part.Own(weights)));
    }

    internal override double[] MedianLevels(
        double[][] outputs, double[] shares, IReadOnlyDictionary<string, double[]> weights, bool[] wanted) =>
        InSlotOrder(Placed().SelectMany(part => part.Likelihood.MedianLevels(
            Array.ConvertAll(outputs, output => output[part.FirstOutput..(part.FirstOutput + part.Outputs)]),
            shares,
            part.Own(weights),
            [.. part.Of.Slots.Select(slot => wanted[slot])])));

    internal override bool[] OwnUnits(int slots) =>
        InSlotOrder(Parts.SelectMany(part => part.Likelihood.OwnUnits(part.Slots.Count)));

    internal override double[] SlotDeviations(int slots) =>
        InSlotOrder(Parts.SelectMany(part => part.Likelihood.SlotDeviations(part.Slots.Count)));

    /// <summary>Two are equal when their parts are.</summary>
    public bool Equals(MixedLikelihood? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(0, HashCode.Combine);

    /// <summary>The parts with their places.</summary>
    internal IEnumerable<Place> Placed()
    {
        int start = 0;
        int output = 0;
        for (int i = 0; i < Parts.Count; i++)
        {
            var place = new Place(Parts[i], $"part{OptionRule.Text(i)}_", start, output);
            yield return place;
            start += place.Slots;
            output += place.Outputs;
        }
    }

    /// <summary>The values of the parts beside each other, in the order of slots.</summary>
    private T Beside<T>(ITensorOps<T> ops, Func<Place, T> of)
    {
        T[] parts = [.. Placed().Select(of)];
        return Reordered(ops, parts.Length == 1 ? parts[0] : ops.Concat(parts), _places);
    }

    private TValue[] InSlotOrder<TValue>(IEnumerable<TValue> ofParts)
    {
        TValue[] values = [.. ofParts];
        return [.. _places.Select(place => values[place])];
    }

    private static T Reordered<T>(ITensorOps<T> ops, T value, int[] columns) =>
        IsIdentity(columns) ? value : ops.SelectColumns(value, columns);

    private static bool IsIdentity(int[] columns) => columns.SequenceEqual(Enumerable.Range(0, columns.Length));

    private static int[] Order(IReadOnlyList<LikelihoodPart> parts) => [.. parts.SelectMany(part => part.Slots)];

    private static int[] Places(int[] order)
    {
        int[] places = [.. Enumerable.Range(0, order.Length)];
        Array.Sort([.. order], places);
        return places;
    }

    /// <summary>A part of a row.</summary>
    /// <param name="Of">The part.</param>
    /// <param name="Prefix">What the names of its arrays start with.</param>
    /// <param name="Start">Where its slots start in the order of parts.</param>
    /// <param name="FirstOutput">The decoder's first value for it.</param>
    internal sealed record Place(LikelihoodPart Of, string Prefix, int Start, int FirstOutput)
    {
        public Likelihood Likelihood => Of.Likelihood;

        public int Slots => Of.Slots.Count;

        public int Outputs { get; } = Of.Likelihood.Outputs(Of.Slots.Count);

        public Dictionary<string, TValue> Own<TValue>(IReadOnlyDictionary<string, TValue> weights) =>
            Likelihood.Weights(Slots).ToDictionary(shape => shape.Name, shape => weights[Prefix + shape.Name]);
    }
}
