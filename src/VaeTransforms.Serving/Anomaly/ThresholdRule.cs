using System.Globalization;
using VaeTransforms.Anomaly;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>
/// Where to put the threshold above which a row is predicted to be anomalous: what
/// <c>VaeAnomalyOptions.Threshold</c> and <c>WithThreshold</c> take.
/// </summary>
/// <remarks>
/// Rates are those of rows that are exchangeable with the held-out ones. Labels are not used.
/// </remarks>
public abstract record ThresholdRule
{
    /// <summary>What a message about a rate of 0 should say besides: the ways to a threshold that lies higher.</summary>
    internal const string OtherThresholds =
        "For rarer alarms set Threshold instead: to ThresholdRule.AtRate with a small rate, or to ThresholdRule.AtScore.";

    private protected ThresholdRule()
    {
    }

    /// <summary>
    /// The score that a new row like the held-out ones exceeds with this probability. With n held-out scores sorted from 1 to n,
    /// it is the one at position (1 - rate)(n + 1), interpolated, and just above rows with equal scores; somewhat higher if the
    /// rows are blocks in time order, whose scores are autocorrelated. If that lies beyond the highest score, it is extrapolated
    /// by a generalized Pareto tail fitted to the highest tenth, at most tenfold.
    /// </summary>
    /// <param name="rate">
    /// In (0, 0.5]: the false-positive rate where the rows trained on are clean, otherwise the share of all rows to flag.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public static ThresholdRule AtRate(double rate) => new RateRule(CheckRate(rate));

    /// <summary>
    /// The lowest held-out score above which the true rate is at most this, with a given confidence: the upper end of the rate's
    /// exact binomial interval does not exceed it.
    /// </summary>
    /// <param name="rate">In (0, 0.5].</param>
    /// <param name="confidence">In (0, 1): the share of held-out samples for which the rate stays below. Default: 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ThresholdRule AtMostRate(double rate, double confidence = 0.95) => new BoundedRateRule(
        CheckRate(rate),
        OptionRule.Check(confidence, confidence is > 0 and < 1, "must be in (0, 1); 0.95 is usual.", nameof(confidence)));

    /// <summary>This score.</summary>
    /// <param name="score">Finite, on the scale of <c>Score</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is not finite.</exception>
    public static ThresholdRule AtScore(double score) => new ScoreRule(
        OptionRule.Check(
            (float)score, float.IsFinite((float)score), "must be a finite number within Single's range.", nameof(score)));

    /// <summary>The rate at which <c>VaeAnomalyOptions.Contamination</c> puts it.</summary>
    internal static ThresholdRule AtContamination(double contamination) => new RateRule(contamination) { Name = "Contamination" };

    /// <summary>Checks, before any row is scored, that there are enough held-out rows.</summary>
    /// <returns>A warning, or null.</returns>
    /// <exception cref="ArgumentException">There are too few.</exception>
    internal virtual string? Check(long heldOutRows) => null;

    /// <summary>The threshold that held-out scores give.</summary>
    internal AnomalyThreshold Apply(AnomalyCalibration calibration) =>
        Find(calibration) with { AutocorrelationTime = calibration.AutocorrelationTime };

    private protected abstract AnomalyThreshold Find(AnomalyCalibration calibration);

    private static double CheckRate(double rate) => OptionRule.Check(
        rate,
        rate is > 0 and <= 0.5,
        "must be in (0, 0.5]; 0.01 lets one normal row in a hundred count as anomalous. ThresholdRule.AtScore sets a threshold "
            + "that no rate limits.",
        nameof(rate));
}

internal sealed record RateRule(double Rate) : ThresholdRule
{
    // From n rows the tail tells a rate of 1 / n within a factor of about 2, one of 1 / (10 n) within 10, and less not at all.
    private const double MaxExtrapolation = 10;

    // Not below it, so that the default rate works with however few rows.
    private const double RateOfFewRows = 0.01;

    /// <summary>What the caller set.</summary>
    public string Name { get; init; } = "rate";

    // Rounding must not add a row to a quotient that is whole.
    private double NeededRows => Math.Ceiling((1 - 1e-12) / (MaxExtrapolation * Rate));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} = {Rate}");

    internal override string? Check(long heldOutRows) => heldOutRows < NeededRows && Rate < RateOfFewRows
        ? throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"A threshold for {this} needs {NeededRows} held-out rows, but there are {heldOutRows}: ")
            + "so few do not show how far such a rare score lies. Hold out more, allow a higher rate, or use "
            + "ThresholdRule.AtScore.")
        : heldOutRows * Rate < 1
        ? $"The threshold for {this} rests on only {heldOutRows} held-out rows: it is their highest score, or lies beyond it and "
            + "is extrapolated, so chance has a large part in it. Fit on more rows, hold out more, or allow a higher rate."
        : null;

    private protected override AnomalyThreshold Find(AnomalyCalibration calibration)
    {
        Check(calibration.Scores.Length);
        return HeldOutThreshold.AtRate(calibration.Scores, Rate, calibration.AutocorrelationTime);
    }
}

internal sealed record BoundedRateRule(double Rate, double Confidence) : ThresholdRule
{
    private const string Advice =
        "Hold out more, allow a higher rate or a lower confidence, or use ThresholdRule.AtRate, which extrapolates.";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"rate of at most {Rate} with confidence {Confidence}");

    // With all of so many rows below the threshold, the rate is at most Rate.
    private double NeededRows => Math.Ceiling(Math.Log(1 - Confidence) / double.LogP1(-Rate));

    internal override string? Check(long heldOutRows) => heldOutRows >= NeededRows
        ? null
        : throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"A {this} needs {NeededRows} held-out rows, but there are {heldOutRows}. {Advice}"));

    private void CheckIndependent(long rows, long independent)
    {
        if (independent < NeededRows)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A {this} needs {NeededRows} independent held-out rows, but the {rows} held-out rows are autocorrelated, and ")
                + string.Create(CultureInfo.InvariantCulture, $"are worth {independent}. {Advice}"));
        }
    }

    private protected override AnomalyThreshold Find(AnomalyCalibration calibration)
    {
        int rows = calibration.Scores.Length;
        long independent = calibration.IndependentScores;
        Check(rows);
        CheckIndependent(rows, independent);
        long above = 0;
        while (above + 1 < independent && BinomialInterval.Upper(above + 1, independent, 1 - Confidence) <= Rate)
        {
            above++;
        }

        var place = (int)(rows - 1 - (above * rows / independent));
        return HeldOutThreshold.AboveTies(calibration.Scores, calibration.Scores[place], Rate);
    }
}

internal sealed record ScoreRule(float Score) : ThresholdRule
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"score {Score}");

    private protected override AnomalyThreshold Find(AnomalyCalibration calibration) =>
        HeldOutThreshold.At(
            calibration.Scores, Score, HeldOutThreshold.RateAbove(calibration.Scores, Score), ThresholdSource.Given);
}
