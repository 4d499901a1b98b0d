namespace VaeTransforms.Model;

/// <summary>
/// What a detector keeps of the held-out rows: which scores and which distances from predictions are normal.
/// </summary>
internal sealed record AnomalyCalibration
{
    /// <summary>A share of 1,000 is known to a tenth of a percent, which is enough to say that a row is not typical.</summary>
    public const int MaxElbos = 1000;

    /// <summary>Sorted upwards; no NaN; at least one.</summary>
    public required float[] Scores { get; init; }

    /// <summary>
    /// Negative ELBOs, sorted upwards; no NaN; at least one. Of more than <see cref="MaxElbos"/> rows those at evenly spaced
    /// ranks.
    /// </summary>
    public required float[] Elbos { get; init; }

    /// <summary>[D]: how far values lie from their predictions from the other slots, in the input's own units. Above 0.</summary>
    public required float[] SlotSpreads { get; init; }

    /// <summary>
    /// How many scores are worth one independent score, from 1. It is above 1 for rows in time order whose neighbors are alike,
    /// such as overlapping windows.
    /// </summary>
    public double AutocorrelationTime { get; init; } = 1;

    /// <summary>How many independent scores these are worth, from 1.</summary>
    public long IndependentScores => Math.Max(1, (long)(Scores.Length / AutocorrelationTime));

    /// <summary>
    /// The spread of normal scores: their interquartile range / 1.349, which is the standard deviation of a normal distribution.
    /// </summary>
    public float ScoreSpread
    {
        get
        {
            float spread = (Scores[Scores.Length * 3 / 4] - Scores[Scores.Length / 4]) / 1.349f;
            return spread is > 0 and < float.PositiveInfinity ? spread : 1;
        }
    }
}
