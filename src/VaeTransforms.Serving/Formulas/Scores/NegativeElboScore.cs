using VaeTransforms.Formulas;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// KL(q(z|x) || p(z)) - ln p(x|z = m): the negative evidence lower bound at the posterior mean, in nats, summed over
    /// features. Costs one pass through the network.
    /// </summary>
    public static AnomalyScore NegativeElbo { get; } = new NegativeElboScore();
}

/// <summary>KL(q(z|x) || p(z)) - ln p(x|z = m).</summary>
internal sealed record NegativeElboScore : AnomalyScore
{
    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => row.NegativeElbo;
}
