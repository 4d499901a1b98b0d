using System.Globalization;

namespace VaeTransforms;

/// <summary>The shape of one row's values between two layers: [64] for a vector.</summary>
/// <param name="Sizes">The size of each axis, from 1; without the axis of rows.</param>
public sealed record TensorShape(params IReadOnlyList<int> Sizes)
{
    /// <summary>Values per row: the product of all sizes.</summary>
    public int Width => checked((int)Sizes.Aggregate(1L, (product, size) => product * size));

    /// <summary>Two shapes are equal when all sizes are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(TensorShape? other) => other is not null && Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.Aggregate(Sizes.Count, HashCode.Combine);

    /// <summary>The sizes in brackets, such as [1, 28, 28].</summary>
    public override string ToString() =>
        $"[{string.Join(", ", Sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
