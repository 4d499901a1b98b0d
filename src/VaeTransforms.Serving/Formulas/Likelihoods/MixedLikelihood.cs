using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>Adjacent slots with a likelihood of their own.</summary>
/// <param name="Likelihood">Theirs.</param>
/// <param name="Slots">How many, from 1.</param>
internal sealed record LikelihoodPart(Likelihood Likelihood, int Slots);

/// <summary>
/// A likelihood for each part of a row. Given z the parts are independent, so densities stand beside each other, each in nats:
/// parts weigh as much as the decoder can tell about them.
/// </summary>
/// <param name="Parts">From the first slot to the last.</param>
internal sealed record MixedLikelihood(IReadOnlyList<LikelihoodPart> Parts) : Likelihood
{
    private int Slots => Parts.Sum(part => part.Slots);

    public override string Name => string.Join(" + ", Parts
        .GroupBy(part => part.Likelihood.Name)
        .Select(group => $"{group.Key} × {group.Count()}"));

    public override int Outputs(int slots) => Placed().Sum(part => part.Outputs);

    public override Likelihood Fitted(SlotValues values) => new MixedLikelihood(
    [
        .. Placed().Select(part => part.Of with { Likelihood = part.Likelihood.Fitted(values.Part(part.Start, part.Slots)) }),
    ]);

    public override IEnumerable<WeightShape> Weights(int slots) => Placed().SelectMany(
        part => part.Likelihood.Weights(part.Slots).Select(shape => shape with { Name = part.Prefix + shape.Name }));

    public override T Encoded<T>(ITensorOps<T> ops, T x) =>
        Beside(ops, part => part.Likelihood.Encoded(ops, ops.Columns(x, part.Start, part.Slots)));

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights) => Beside(
        ops,
        part => part.Likelihood.LogDensity(
            ops,
            ops.Columns(x, part.Start, part.Slots),
            ops.Columns(output, part.FirstOutput, part.Outputs),
            part.Own(weights)));

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) => Beside(
        ops,
        part => part.Likelihood.Mean(ops, ops.Columns(output, part.FirstOutput, part.Outputs), part.Own(weights)));

    /// <remarks>For slots without a fixed deviation it is 1.</remarks>
    public override T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) => Beside(
        ops,
        part => ops.Add(ops.Vector(new double[part.Slots]), part.Likelihood.Deviation(ops, part.Own(weights))));

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
    [
        .. Placed().SelectMany(part => part.Likelihood.Draw(
            output[part.FirstOutput..(part.FirstOutput + part.Outputs)], part.Own(weights), random)),
    ];

    internal override bool[] OwnUnits(int slots) => [.. Parts.SelectMany(part => part.Likelihood.OwnUnits(part.Slots))];

    internal override double[] SlotDeviations(int slots) =>
        [.. Parts.SelectMany(part => part.Likelihood.SlotDeviations(part.Slots))];

    /// <summary>Two are equal when their parts are.</summary>
    public bool Equals(MixedLikelihood? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(Slots, HashCode.Combine);

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

    private T Beside<T>(ITensorOps<T> ops, Func<Place, T> of)
    {
        T[] parts = [.. Placed().Select(of)];
        return parts.Length == 1 ? parts[0] : ops.Concat(parts);
    }

    /// <summary>A part of a row.</summary>
    /// <param name="Of">The part.</param>
    /// <param name="Prefix">What the names of its arrays start with.</param>
    /// <param name="Start">Its first slot.</param>
    /// <param name="FirstOutput">The decoder's first value for it.</param>
    internal sealed record Place(LikelihoodPart Of, string Prefix, int Start, int FirstOutput)
    {
        public Likelihood Likelihood => Of.Likelihood;

        public int Slots => Of.Slots;

        public int Outputs { get; } = Of.Likelihood.Outputs(Of.Slots);

        public Dictionary<string, TValue> Own<TValue>(IReadOnlyDictionary<string, TValue> weights) =>
            Likelihood.Weights(Slots).ToDictionary(shape => shape.Name, shape => weights[Prefix + shape.Name]);
    }
}
