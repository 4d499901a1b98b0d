using System.Globalization;

namespace VaeTransforms;

/// <summary>How one slot contributes to a row's score.</summary>
/// <param name="Slot">From 0.</param>
/// <param name="Name">Its name, or 'slot 3' where it has none.</param>
/// <param name="Value">In the row, in the input's own units.</param>
/// <param name="Expected">The prediction of its value from the row's other slots.</param>
/// <param name="Spread">The root of the mean squared distance of held-out rows to their predictions; above 0.</param>
/// <param name="Contribution">
/// By how much the score falls when the slot has the expected value, in units of the spread of held-out scores.
/// </param>
/// <param name="Share">Of the sum of all contributions above 0, in [0, 1].</param>
public sealed record SlotExplanation(
    int Slot, string Name, float Value, float Expected, float Spread, float Contribution, float Share)
{
    private const char Minus = '\u2212';

    /// <summary>A line for a person, such as 'V14: −9.1 where −0.2 ± 1.1 was expected'; the same in every culture.</summary>
    public override string ToString()
    {
        // Two digits of the spread tell how exact all three numbers are.
        int decimals = 1 - (int)Math.Floor(Math.Log10(Spread));
        string format = decimals is >= 0 and <= 6 ? $"F{decimals}" : decimals is < 0 and > -6 ? "F0" : "G3";
        return $"{Name}: {Text(Value)} where {Text(Expected)} ± {Text(Spread)} was expected";

        string Text(float value) => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', Minus);
    }
}
