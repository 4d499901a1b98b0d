namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>max(x, 0).</summary>
    public static Layer Relu { get; } = new ReluLayer();
}

/// <summary>max(x, 0).</summary>
internal sealed record ReluLayer : Layer
{
    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
        ops.Relu(input);
}
