namespace VaeTransforms;

/// <summary>A missing number with what the other values of its row say about it.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Slot">The slot, from 0.</param>
/// <param name="Expected">
/// The best single value, in the input's own units: the median of a number that takes a few levels, and the mean of any other.
/// </param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
public sealed record ImputedValue(int Row, int Slot, float Expected, float Lower, float Upper);
