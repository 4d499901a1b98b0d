using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>
/// The slots of a row that hold one column of the data: one slot for a number, one slot for each value of a category.
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="Start">Its first slot, from 0.</param>
/// <param name="Slots">How many slots it has, from 1.</param>
public sealed record VaeColumn(string Name, int Start, int Slots)
{
    /// <summary>The column's name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name is empty.</exception>
    public string Name { get; } = OptionRule.Check(
        Name, !string.IsNullOrWhiteSpace(Name), "must be the name of a column.", nameof(Name));

    /// <summary>The first slot, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Start { get; } = OptionRule.Check(Start, Start >= 0, "must be at least 0, the first slot.", nameof(Start));

    /// <summary>How many slots, from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Slots { get; } = OptionRule.Check(Slots, Slots >= 1, "must be at least 1.", nameof(Slots));

    /// <summary>
    /// Whether the slots are the indicators of a category: at most one of them is 1, the others are 0. Default: true for
    /// several slots.
    /// </summary>
    public bool IsCategory { get; init; } = Slots > 1;

    /// <summary>The first slot after the column.</summary>
    internal int End => Start + Slots;
}
