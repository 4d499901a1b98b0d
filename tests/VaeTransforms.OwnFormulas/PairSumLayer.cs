namespace VaeTransforms.OwnFormulas;

/// <summary>Sums of the first and the second half of the values. It takes an even number of them.</summary>
public sealed record PairSumLayer : Layer
{
    /// <inheritdoc/>
    public override TensorShape Output(TensorShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Width % 2 == 0
            ? new TensorShape(input.Width / 2)
            : throw new ArgumentException($"Halves need an even number of values, not the shape {input}.");
    }

    /// <inheritdoc/>
    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        ArgumentNullException.ThrowIfNull(ops);
        return ops.Add(ops.Columns(input, 0, 4), ops.Columns(input, 4, 4));
    }
}
