using System.Globalization;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>How one column of the data contributes to a row's score.</summary>
/// <param name="Slot">
/// From 0. Of a category the slot of the row's value, or of the expected value where training did not see the row's.
/// </param>
/// <param name="Name">The column's name, or 'slot 3' where it has none.</param>
/// <param name="Value">
/// In the row, in the input's own units. Of a time its ticks; of a category 1, or 0 for an unseen value.
/// </param>
/// <param name="Expected">
/// The prediction of <paramref name="Value"/> from the row's other columns; of a category a probability.
/// </param>
/// <param name="Spread">The root of the mean squared distance of held-out rows to their predictions; above 0.</param>
/// <param name="Contribution">
/// By how much the score falls when the column has the expected value, in units of the spread of held-out scores.
/// </param>
/// <param name="Share">Of the sum of all contributions above 0, in [0, 1].</param>
public sealed record SlotExplanation(
    int Slot, string Name, double Value, double Expected, float Spread, float Contribution, float Share)
{
    private const char Minus = '\u2212';

    /// <summary>What the row has and what was expected, in words; null for a number.</summary>
    public CategoryExplanation? Category { get; init; }

    /// <summary>Whether the value is a point in time.</summary>
    internal bool IsDateTime { get; init; }

    /// <summary>Whether the value is a span of time.</summary>
    internal bool IsTimeSpan { get; init; }

    /// <summary>
    /// A line for a person, such as 'V14: −9.1 where −0.2 ± 1.1 was expected' or 'Job: Clerk where Manager (0.81) was expected';
    /// the same in every culture.
    /// </summary>
    public override string ToString()
    {
        if (Category is not null)
        {
            return $"{Name}: {Category}";
        }

        if (IsDateTime || IsTimeSpan)
        {
            (double ticks, string unit) = Unit();
            string spread = $"± {Text(Spread / ticks, "F1")} {unit}";
            return IsDateTime
                ? $"{Name}: {Date(Value)} where {Date(Expected)} {spread} was expected"
                : $"{Name}: {Text(Value / ticks, "F1")} where {Text(Expected / ticks, "F1")} {spread} was expected";
        }

        // Two digits of the spread tell how exact all three numbers are.
        int decimals = 1 - (int)Math.Floor(Math.Log10(Spread));
        string format = decimals is >= 0 and <= 6 ? $"F{decimals}" : decimals is < 0 and > -6 ? "F0" : "G3";
        return $"{Name}: {Text(Value, format)} where {Text(Expected, format)} ± {Text(Spread, format)} was expected";
    }

    private static string Text(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture).Replace('-', Minus);

    private static string Date(double ticks) =>
        Ticks.Date(ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The largest unit in which the spread is at least 1.</summary>
    private (double Ticks, string Name) Unit() => Spread switch
    {
        >= TimeSpan.TicksPerDay => (TimeSpan.TicksPerDay, "days"),
        >= TimeSpan.TicksPerHour => (TimeSpan.TicksPerHour, "hours"),
        >= TimeSpan.TicksPerMinute => (TimeSpan.TicksPerMinute, "minutes"),
        _ => (TimeSpan.TicksPerSecond, "seconds"),
    };
}
