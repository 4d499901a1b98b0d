using VaeTransforms.Formulas;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// KL(q(z|x) || p(z)) alone, in nats, or the upper bound of it that the prior has: how far the row's code lies from where
    /// codes usually lie. Costs one pass through the encoder.
    /// </summary>
    public static AnomalyScore KlDivergence { get; } = new KlDivergenceScore();
}

/// <summary>KL(q(z|x) || p(z)).</summary>
internal sealed record KlDivergenceScore : AnomalyScore
{
    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => row.KlDivergence;
}
