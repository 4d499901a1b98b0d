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

    /// <summary>How many rows the model keeps for the wide view; 0 where the score has no such view.</summary>
    public int WideReferences { get; init; }

    /// <summary>How many neighbors the wide view uses; 0 where the score has no such view.</summary>
    public int WideNeighbors { get; init; }

    /// <summary>What the score is made of, and how often each part decides. Empty where the score has one part.</summary>
    public IReadOnlyList<ScorePart> Parts { get; init; } = [];

    /// <summary>Rows that were neither held out nor trained on: those of <c>VaeAnomalyOptions.TrimmedShare</c>.</summary>
    public long TrimmedRows { get; init; }

    /// <summary>One to three lines for a person.</summary>
    public override string ToString() => ScoreText() + (TrimmedRows == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"\n{TrimmedRows} rows farthest from the others were not learned from"));

    private string ScoreText()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string near = References == 0 ? "" : string.Create(culture, $", {NearNeighbors} of {References} rows as near neighbors");
        string wide = WideReferences == 0 ? "" : string.Create(culture, $", {WideNeighbors} of {WideReferences} as wide ones");
        IEnumerable<string> parts = Parts.Select(part => string.Create(culture, $"{part.Name} {100 * part.Share:0} %"));
        return $"score: {Score}{near}{wide}"
            + (Parts.Count == 0 ? "" : $"\nof the highest held-out scores decided: {string.Join(", ", parts)}");
    }
}
