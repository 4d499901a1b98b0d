namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>All values of a row as one vector, row-major: what a dense layer takes.</summary>
    public static Layer Flatten { get; } = new FlattenLayer();
}

/// <summary>The same values as a vector.</summary>
internal sealed record FlattenLayer : Layer
{
    public override TensorShape Output(TensorShape input) => new(input.Width);

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) => input;
}
