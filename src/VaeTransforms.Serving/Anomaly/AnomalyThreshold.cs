using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>The score above which a row is predicted to be anomalous, and how it was found.</summary>
/// <param name="Score">On the scale of <c>Score</c>; finite.</param>
/// <param name="Contamination">
/// The share of rows above it, among rows exchangeable with the held-out ones: the requested share, in (0, 0.5]; for a threshold
/// given as a score, the estimate.
/// </param>
/// <param name="HeldOutRows">
/// The number of rows whose scores it rests on: those that were not trained on; or all rows, where the score of a known row can
/// be computed as if it were new (<see cref="AnomalyScore.Combined"/>, and <see cref="AnomalyScore.Neighbors"/> in the input's
/// space).
/// </param>
/// <param name="HeldOutRowsAbove">How many of these rows score above it.</param>
/// <param name="Source">How the score was found.</param>
/// <remarks>
/// Rates hold for new rows that are exchangeable with the held-out ones: drawn as they were, and from the same source.
/// If the rows fitted on contain anomalies, so do the held-out ones, and those count too.
/// </remarks>
public sealed record AnomalyThreshold(
    float Score, double Contamination, long HeldOutRows, long HeldOutRowsAbove, ThresholdSource Source)
{
    /// <summary>
    /// What the held-out rows show about the true rate of new rows above the threshold, whatever their distribution.
    /// </summary>
    /// <param name="confidence">In (0, 1). Default: 0.95.</param>
    /// <returns>
    /// The exact binomial interval from the number of held-out rows above. If the threshold is a quantile of the same rows, the
    /// interval is wider than necessary, never narrower; if it lies beyond all of them, the lower end is 0.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in (0, 1).</exception>
    /// <remarks>Clopper and Pearson 1934.</remarks>
    public RateInterval FalsePositiveRate(double confidence = 0.95)
    {
        OptionRule.Check(confidence, confidence is > 0 and < 1, "must be in (0, 1); 0.95 is usual.", nameof(confidence));
        double risk = (1 - confidence) / 2;
        return HeldOutRows < 1
            ? new RateInterval(0, 1, confidence)
            : new RateInterval(
                BinomialInterval.Lower(HeldOutRowsAbove, HeldOutRows, risk),
                BinomialInterval.Upper(HeldOutRowsAbove, HeldOutRows, risk),
                confidence);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Score} ({Source}): {100 * Contamination:0.####} % of rows like the {HeldOutRows} held-out ones should lie above; ")
        + $"these show {FalsePositiveRate()}";
}
