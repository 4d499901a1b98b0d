using System.Globalization;

namespace VaeTransforms;

/// <summary>Why a row has its score.</summary>
public sealed record AnomalyExplanation
{
    /// <summary>Higher is more anomalous.</summary>
    public required float Score { get; init; }

    /// <summary>The score above which rows count as anomalous.</summary>
    public required AnomalyThreshold Threshold { get; init; }

    /// <summary>The share of held-out scores, this one counted among them, that are not below it; in (0, 1].</summary>
    public required float PValue { get; init; }

    /// <summary>The columns with the largest contributions, the largest first; none that is missing in the row.</summary>
    public required IReadOnlyList<SlotExplanation> Slots { get; init; }

    /// <summary>
    /// [D] a normal row that resembles this one: the nearest of the normal rows that were given, or else the model's
    /// reconstruction. Its slots are less <see cref="VaeModel.RowCenters"/>, as those of all rows.
    /// </summary>
    public required float[] Counterfactual { get; init; }

    /// <summary>The place of the counterfactual among the rows that were given; null where it is the reconstruction.</summary>
    public required int? CounterfactualRow { get; init; }

    /// <summary>Whether the score lies above the threshold.</summary>
    public bool IsAnomaly => Score > Threshold.Score;

    /// <summary>A line on the score and one on each column.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Score {Score:G4} is {(IsAnomaly ? "above" : "not above")} the threshold of {Threshold.Score:G4}; p = {PValue:G2}\n")
        + string.Join('\n', Slots);
}
