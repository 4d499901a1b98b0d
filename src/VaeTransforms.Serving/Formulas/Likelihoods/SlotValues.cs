namespace VaeTransforms;

/// <summary>The values of some slots in the rows trained on: what a likelihood takes its options from.</summary>
/// <param name="slots">How many slots, D.</param>
/// <param name="valuesOf">The values of a slot, from 0, without the missing ones; in the order of the rows.</param>
public sealed class SlotValues(int slots, Func<int, float[]> valuesOf)
{
    /// <summary>How many slots there are, D.</summary>
    public int Slots => slots;

    /// <summary>The values of a slot that are there, in the order of the rows; lent, not to be changed.</summary>
    /// <param name="slot">From 0.</param>
    public float[] Of(int slot) => valuesOf(slot);

    /// <summary>The values of some adjacent slots.</summary>
    /// <param name="start">The first slot.</param>
    /// <param name="count">How many.</param>
    public SlotValues Part(int start, int count) => new(count, slot => valuesOf(start + slot));

    /// <summary>The values of some slots, in any order.</summary>
    /// <param name="slots">Which, from 0.</param>
    internal SlotValues Part(IReadOnlyList<int> slots) => new(slots.Count, slot => valuesOf(slots[slot]));
}
