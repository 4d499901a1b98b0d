namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>The hyperbolic tangent.</summary>
    public static Layer Tanh { get; } = new TanhLayer();
}

/// <summary>The hyperbolic tangent.</summary>
internal sealed record TanhLayer : Layer
{
    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
        ops.Tanh(input);
}
