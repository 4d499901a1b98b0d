using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>The same values with other axes, such as a picture from a vector.</summary>
    /// <param name="sizes">The size of each axis, from 1. Their product is the number of values that come in.</param>
    /// <exception cref="ArgumentException">There is no size, or one is below 1.</exception>
    public static Layer Reshape(params IReadOnlyList<int> sizes) => new ReshapeLayer(sizes);
}

/// <summary>The same values with other axes.</summary>
/// <param name="Sizes">The size of each.</param>
internal sealed record ReshapeLayer(IReadOnlyList<int> Sizes) : Layer
{
    public IReadOnlyList<int> Sizes { get; } = OptionRule.Check<IReadOnlyList<int>>(
        [.. Sizes], Sizes.Count > 0 && Sizes.All(size => size >= 1), "must have at least one size, each from 1.", "sizes");

    public override TensorShape Output(TensorShape input)
    {
        var output = new TensorShape(Sizes);
        return output.Width == input.Width
            ? output
            : throw new ArgumentException($"{input} has {input.Width} values, but {output} has {output.Width}.");
    }

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) => input;

    public bool Equals(ReshapeLayer? other) => other is not null && Sizes.SequenceEqual(other.Sizes);

    public override int GetHashCode() => Sizes.Aggregate(Sizes.Count, HashCode.Combine);

    public override string ToString() => $"Reshape {new TensorShape(Sizes)}";
}
