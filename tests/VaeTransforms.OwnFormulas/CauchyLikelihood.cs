namespace VaeTransforms.OwnFormulas;

/// <summary>Cauchy distributions with a learned scale per slot: ln p = -ln π - ln s - ln(1 + ((x - m) / s)²).</summary>
public sealed record CauchyLikelihood : Likelihood
{
    /// <inheritdoc/>
    public override bool IsLocationFamily => true;

    /// <inheritdoc/>
    public override IEnumerable<WeightShape> Weights(int slots) => [new WeightShape("log_scale", slots) { Min = -4, Max = 4 }];

    /// <inheritdoc/>
    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(weights);
        T logScale = weights["log_scale"];
        T scaled = ops.Divide(ops.Subtract(x, output), ops.Exp(logScale));
        T peak = ops.Add(logScale, ops.Number(Math.Log(Math.PI)));
        return ops.Subtract(ops.Number(0), ops.Add(peak, ops.Log1P(ops.Multiply(scaled, scaled))));
    }
}
