using System.Globalization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>Names of the input slots along an axis.</summary>
internal static class SlotNames
{
    /// <summary>Up to this many slots, each has its own line and name in a picture.</summary>
    public const int MaxNamed = 60;

    /// <summary>The given names, or the slots' numbers from 0.</summary>
    /// <param name="given">[slots]; null for numbers.</param>
    /// <param name="slots">How many slots there are.</param>
    public static IReadOnlyList<string> OrNumbers(IReadOnlyList<string>? given, int slots) =>
        given ?? [.. Enumerable.Range(0, slots).Select(slot => slot.ToString(CultureInfo.InvariantCulture))];
}
