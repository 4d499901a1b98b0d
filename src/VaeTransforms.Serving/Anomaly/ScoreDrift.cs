using System.Globalization;

namespace VaeTransforms;

/// <summary>What a <see cref="ScoreDriftMonitor"/> found.</summary>
/// <param name="Rows">Scores in the window.</param>
/// <param name="MeanScore">Of the window; NaN while it is empty.</param>
/// <param name="HeldOutMeanScore">Of the held-out rows.</param>
/// <param name="HigherShare">
/// How often a score of the window lies above a held-out one, ties counted half: 0.5 if nothing has changed, more if rows have
/// become more anomalous.
/// </param>
/// <param name="PValue">
/// The probability of a share that far from 0.5, on either side, if window and held-out rows are exchangeable; in (0, 1].
/// 1 while there are fewer than <see cref="ScoreDriftMonitor.MinRows"/> scores.
/// </param>
public sealed record ScoreDrift(int Rows, double MeanScore, double HeldOutMeanScore, double HigherShare, double PValue)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows} rows: mean score {MeanScore:G4}, held out {HeldOutMeanScore:G4}; "
        + $"{100 * HigherShare:F1} % higher, p = {PValue:G2}");
}
