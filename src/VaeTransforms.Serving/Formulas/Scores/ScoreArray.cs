namespace VaeTransforms.Formulas;

/// <summary>An array that a score learns: its name, its shape and which numbers it may hold. All are finite.</summary>
/// <param name="Name">The name within its score, such as "references"; letters, digits and underscores.</param>
/// <param name="Shape">One or two sizes. The first may be <see cref="AnyRows"/>.</param>
internal sealed record ScoreArray(string Name, params int[] Shape)
{
    /// <summary>A number of rows that learning decides, within <see cref="MinRows"/> and <see cref="MaxRows"/>.</summary>
    public const int AnyRows = -1;

    /// <summary>Whether all numbers are above 0. Default: false.</summary>
    public bool IsPositive { get; init; }

    /// <summary>The smallest number of rows, where the shape leaves it open.</summary>
    public int MinRows { get; init; }

    /// <summary>The largest number of rows, where the shape leaves it open.</summary>
    public int MaxRows { get; init; }
}
