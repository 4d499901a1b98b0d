using VaeTransforms.Formulas;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// -ln p(x|z = m) alone, in nats, summed over features: how badly the row is reconstructed. Costs one pass through the
    /// network.
    /// </summary>
    public static AnomalyScore ReconstructionError { get; } = new ReconstructionErrorScore();
}

/// <summary>-ln p(x|z = m).</summary>
internal sealed record ReconstructionErrorScore : AnomalyScore
{
    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => row.ReconstructionError;
}
