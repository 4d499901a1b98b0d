namespace VaeTransforms;

/// <summary>
/// An array of numbers that a formula learns: its name, its shape, where it starts and the bounds that it stays in.
/// </summary>
/// <param name="Name">The name within its formula, such as "weight"; letters, digits and underscores.</param>
/// <param name="Shape">One or two sizes, each from 1.</param>
public sealed record WeightShape(string Name, params int[] Shape)
{
    /// <summary>The value that every number starts from. Default: 0.</summary>
    public double Start { get; init; }

    /// <summary>Numbers start uniformly distributed in <see cref="Start"/> ± this. Default: 0.</summary>
    public double StartSpread { get; init; }

    /// <summary>The smallest value. A training step sets smaller ones to it. Default: no bound.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value. A training step sets larger ones to it. Default: no bound.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>How many numbers the array holds.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Two are equal when all parts are, the shape by its sizes.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(WeightShape? other) =>
        other is not null && Name == other.Name && Shape.SequenceEqual(other.Shape)
        && (Start, StartSpread, Min, Max) == (other.Start, other.StartSpread, other.Min, other.Max);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Shape.Length, Start, StartSpread, Min, Max);
}
