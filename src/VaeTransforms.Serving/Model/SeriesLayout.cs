using System.Text.Json.Serialization;

namespace VaeTransforms.Model;

/// <summary>How points of a series become rows of a model: each row is a window of consecutive points.</summary>
/// <remarks>
/// A window is a signal [columns, window], as convolutions and recurrent units take it: one column after the other, the oldest
/// value of each first. So slot c · window + t is column c of point t.
/// </remarks>
internal sealed record SeriesLayout
{
    /// <summary>The columns with the values of a point, each a Single or a Double.</summary>
    public required string[] ValueColumns { get; init; }

    /// <summary>The column with the time of a point, a DateTime; null if points have none.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The column with the series of a point; null if all points are of one series.</summary>
    public string? KeyColumn { get; init; }

    /// <summary>Points in a window.</summary>
    public required int Window { get; init; }

    /// <summary>
    /// [columns] what is subtracted from the values before they become Singles, so that small changes of a large value remain.
    /// </summary>
    public required double[] Centers { get; init; }

    /// <summary>The usual time from one point to the next, in ticks of 100 ns; 0 without a time column.</summary>
    public long Step { get; init; }

    /// <summary>What happens where the time from one point to the next is longer.</summary>
    public SeriesGaps Gaps { get; init; }

    /// <summary>Values in a window.</summary>
    [JsonIgnore]
    public int Width => Window * ValueColumns.Length;

    /// <summary>The names of a window's slots: the column, and how many points ago.</summary>
    public string[] SlotNames() =>
        [.. Enumerable.Range(0, Width).Select(slot =>
            $"{ValueColumns[slot / Window]}[{OptionRule.Text((slot % Window) - Window + 1)}]")];

    /// <summary>Whether a time is so much later than the one before that points are missing between them.</summary>
    public bool IsGap(long ticks) => Step > 0 && ticks > Step + (Step / 2);
}
