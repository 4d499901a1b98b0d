using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>The score above which a row is predicted to be anomalous, and where it comes from.</summary>
/// <param name="Score">On the scale of <c>Score</c>; finite.</param>
/// <param name="Contamination">
/// The share of rows above it, among rows exchangeable with the held-out ones: what was asked for, in (0, 0.5]; for a
/// threshold that was given as a score, the estimate.
/// </param>
/// <param name="HeldOutRows">
/// The number of rows whose scores it rests on: those that were not trained on, or all where the score can leave a row out of
/// its own (<see cref="AnomalyScore.Combined"/>, and <see cref="AnomalyScore.Neighbors"/> in the input's space).
/// </param>
/// <param name="HeldOutRowsAbove">How many of these rows score above it.</param>
/// <param name="Source">How the score was come by.</param>
/// <remarks>
/// Rates hold for new rows that are exchangeable with the held-out ones: drawn as they were, and from the same source.
/// Where the rows trained on, and with them the held-out ones, hold anomalies, these are counted too.
/// </remarks>
public sealed record AnomalyThreshold(float Score, double Contamination, long HeldOutRows, long HeldOutRowsAbove, ThresholdSource Source)
{
    /// <summary>What the held-out rows say about the true rate of new rows above the threshold, whatever their distribution.</summary>
    /// <param name="confidence">In (0, 1). Default: 0.95.</param>
    /// <returns>
    /// The exact binomial interval from the number of held-out rows above. Where the threshold is a quantile of the same
    /// rows it is wider than need be, never narrower; where it lies beyond them all, its lower end is 0.
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
                BinomialInterval.Lower(HeldOutRowsAbove, HeldOutRows, risk), BinomialInterval.Upper(HeldOutRowsAbove, HeldOutRows, risk), confidence);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Score} ({Source}): {100 * Contamination:0.####} % of rows like the {HeldOutRows} held-out ones are to lie above; these say {FalsePositiveRate()}");
}
