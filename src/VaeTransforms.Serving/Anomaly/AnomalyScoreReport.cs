using System.Globalization;

namespace VaeTransforms;

/// <summary>What a detector scores rows by, and what it chose from the rows fitted on. Labels are never used.</summary>
public sealed record AnomalyScoreReport
{
    /// <summary>What rows are scored by.</summary>
    public required AnomalyScore Score { get; init; }

    /// <summary>How many of the rows fitted on the model keeps as possible neighbors; 0 where the score uses none.</summary>
    public int References { get; init; }

    /// <summary>How many neighbors the near view uses; 0 where the score uses none.</summary>
    public int NearNeighbors { get; init; }

    /// <summary>How many neighbors the wide view uses; 0 where the score has no such view.</summary>
    public int WideNeighbors { get; init; }

    /// <summary>
    /// The share of the kept rows that lie far out in the wide view but not in the near one, by more than an interquartile range.
    /// Such rows come in small clusters apart from the rest. Either the rows trained on are contaminated, or some normal rows are
    /// of a rare kind; distances cannot tell which. Of the held-out rows instead, where these were not chosen at random. Null
    /// where the score does not have two views.
    /// </summary>
    public double? MaskedShare { get; init; }

    /// <summary>Rows that were neither held out nor trained on: those of <c>VaeAnomalyOptions.TrimmedShare</c>.</summary>
    public long TrimmedRows { get; init; }

    /// <summary>One to three lines for a person.</summary>
    public override string ToString() => ScoreText() + (TrimmedRows == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"\n{TrimmedRows} rows farthest from the others were not learned from"));

    private string ScoreText() => $"score: {Score}" + (References == 0
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $", {NearNeighbors}{(WideNeighbors > 0 ? $" and {WideNeighbors}" : "")} neighbors among {References} rows")
            + (MaskedShare is { } masked
                ? string.Create(CultureInfo.InvariantCulture, $"\n{masked:P1} of them in small clusters apart: ")
                    + "contamination, or a rare kind of normal rows"
                : ""));
}
