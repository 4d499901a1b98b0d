using System.Globalization;

namespace VaeTransforms;

/// <summary>What a detector scores rows by, and what it chose from the rows trained on; never from labels.</summary>
public sealed record AnomalyScoreReport
{
    /// <summary>What rows are scored by.</summary>
    public required AnomalyScore Score { get; init; }

    /// <summary>Rows of those it was fitted on that the model keeps to look for neighbours among; 0 where the score needs none.</summary>
    public required int References { get; init; }

    /// <summary>How many neighbours the near view looks at; 0 where the score needs none.</summary>
    public required int NearNeighbors { get; init; }

    /// <summary>How many neighbours the wide view looks at; 0 where the score has none.</summary>
    public required int WideNeighbors { get; init; }

    /// <summary>
    /// The share of the kept rows that lie far out in the wide view and not in the near one, by more than an interquartile
    /// range: they come in small clusters apart from the rest. Either the rows trained on are contaminated, or some normal
    /// rows are of a rare kind; distances cannot tell which. Null where the score has no two views.
    /// </summary>
    public required double? MaskedShare { get; init; }

    /// <summary>Rows that were neither held out nor learned from: those of <c>VaeAnomalyOptions.TrimmedShare</c>.</summary>
    public long TrimmedRows { get; init; }

    /// <summary>A line or two for a person.</summary>
    public override string ToString() => ScoreText() + (TrimmedRows == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"\n{TrimmedRows} rows farthest from the others were not learned from"));

    private string ScoreText() => $"score: {Score}" + (References == 0
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $", {NearNeighbors}{(WideNeighbors > 0 ? $" and {WideNeighbors}" : "")} neighbours among {References} rows")
            + (MaskedShare is { } masked
                ? string.Create(CultureInfo.InvariantCulture, $"\n{masked:P1} of them in small clusters apart: contamination, or a rare kind of normal rows")
                : ""));
}
