using System.Globalization;
using System.Text.Json.Serialization;
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
/// be computed as if it were new (<see cref="AnomalyScore.Neighbors"/> in the input's space).
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
    /// How many independent rows the held-out rows are worth, from 1. It is less than <see cref="HeldOutRows"/> if they are
    /// blocks in time order and their scores are autocorrelated, as those of overlapping windows are: the number of rows, divided
    /// by the integrated autocorrelation time of the ranks of their scores.
    /// </summary>
    [JsonIgnore]
    public long IndependentRows => Math.Max(1, (long)(HeldOutRows / AutocorrelationTime));

    /// <summary>How many rows are worth one independent row, from 1. A file has it with the calibration.</summary>
    [JsonIgnore]
    internal double AutocorrelationTime { get; init; } = 1;

    /// <summary>
    /// What the held-out rows show about the true rate of new rows above the threshold, whatever their distribution.
    /// </summary>
    /// <param name="confidence">In (0, 1). Default: 0.95.</param>
    /// <returns>
    /// The exact binomial interval from the number of held-out rows above, scaled to <see cref="IndependentRows"/>. If the
    /// threshold is a quantile of the same rows, the interval is wider than necessary, never narrower; if it lies beyond all of
    /// them, the lower end is 0.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in (0, 1).</exception>
    /// <remarks>Clopper and Pearson 1934.</remarks>
    public RateInterval FalsePositiveRate(double confidence = 0.95)
    {
        OptionRule.Check(confidence, confidence is > 0 and < 1, "must be in (0, 1); 0.95 is usual.", nameof(confidence));
        double risk = (1 - confidence) / 2;
        if (HeldOutRows < 1)
        {
            return new RateInterval(0, 1, confidence);
        }

        // Whole rows, rounded so that the interval gets wider.
        double above = (double)HeldOutRowsAbove * IndependentRows / HeldOutRows;
        return new RateInterval(
            BinomialInterval.Lower((long)above, IndependentRows, risk),
            BinomialInterval.Upper((long)Math.Ceiling(above), IndependentRows, risk),
            confidence);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Score} ({Source}): {100 * Contamination:0.####} % of rows like the {HeldOutRows} held-out ones should lie above; ")
        + $"these show {FalsePositiveRate()}"
        + (IndependentRows < HeldOutRows
            ? string.Create(CultureInfo.InvariantCulture, $"; they are worth {IndependentRows} independent rows")
            : "");
}
