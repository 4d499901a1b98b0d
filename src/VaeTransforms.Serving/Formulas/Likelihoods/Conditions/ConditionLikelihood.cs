namespace VaeTransforms;

/// <summary>
/// Slots that are given, p(x | z, c): the decoder has them beside z and passes them on, and they contribute no nats.
/// </summary>
/// <param name="IsCategory">Whether the slots are indicators, which keep their units.</param>
/// <remarks>
/// They are the last slots of a row, and the last part of a <see cref="MixedLikelihood"/>. Sohn and others 2015, 'Learning
/// structured output representation using deep conditional generative models'.
/// </remarks>
internal sealed record ConditionLikelihood(bool IsCategory) : Likelihood
{
    public override bool HasOwnUnits => IsCategory;

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights) =>
        ops.Multiply(x, ops.Number(0));

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) => output;

    /// <summary>How many of the last slots of a row are a condition; 0 without one.</summary>
    /// <param name="likelihood">Of a row.</param>
    public static int SlotsOf(Likelihood likelihood) =>
        likelihood is MixedLikelihood { Parts: [.., { Likelihood: ConditionLikelihood, Slots.Count: var slots }] } ? slots : 0;

    /// <summary>The likelihood of a row whose last slots are a condition.</summary>
    /// <param name="features">Of the slots before.</param>
    /// <param name="slots">How many these are.</param>
    /// <param name="conditions">How many slots the condition has.</param>
    /// <param name="isCategory">Whether they are indicators.</param>
    public static MixedLikelihood After(Likelihood features, int slots, int conditions, bool isCategory) => new(
    [
        .. (features as MixedLikelihood)?.Parts ?? [new LikelihoodPart(features, [.. Enumerable.Range(0, slots)])],
        new LikelihoodPart(new ConditionLikelihood(isCategory), [.. Enumerable.Range(slots, conditions)]),
    ]);
}
