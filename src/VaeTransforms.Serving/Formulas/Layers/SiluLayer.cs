namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>x · sigmoid(x): smooth, so that close latent points decode to close rows.</summary>
    /// <remarks>Elfwing, Uchibe and Doya 2018, 'Sigmoid-weighted linear units'.</remarks>
    public static Layer Silu { get; } = new SiluLayer();
}

/// <summary>x · sigmoid(x).</summary>
internal sealed record SiluLayer : Layer
{
    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
        ops.Multiply(input, ops.Sigmoid(input));
}
