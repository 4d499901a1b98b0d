namespace VaeTransforms.Model;

/// <summary>What a detector keeps of the rows that were held out, as its network sees them: what is normal, in scores and in slots.</summary>
internal sealed record AnomalyCalibration
{
    /// <summary>Sorted upwards; no NaN; at least one.</summary>
    public required float[] Scores { get; init; }

    /// <summary>[D]: how far values lie from what the others let expect, in the input's own units. Above 0.</summary>
    public required float[] SlotSpreads { get; init; }

    /// <summary>How far apart normal scores lie: the interquartile range of a normal distribution of deviation 1 is 1.349.</summary>
    public float ScoreSpread
    {
        get
        {
            float spread = (Scores[Scores.Length * 3 / 4] - Scores[Scores.Length / 4]) / 1.349f;
            return spread is > 0 and < float.PositiveInfinity ? spread : 1;
        }
    }
}
