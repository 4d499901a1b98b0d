namespace VaeTransforms.OwnFormulas;

/// <summary>Each value times a learned gain.</summary>
/// <param name="Start">What gains start from.</param>
public sealed record GainLayer(double Start) : Layer
{
    /// <inheritdoc/>
    public override IEnumerable<WeightShape> Weights(TensorShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return [new WeightShape("gain", input.Width) { Start = Start }];
    }

    /// <inheritdoc/>
    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(weights);
        return ops.Multiply(input, weights["gain"]);
    }
}
