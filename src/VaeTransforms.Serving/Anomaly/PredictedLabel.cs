namespace VaeTransforms.Anomaly;

/// <summary>Whether a row is predicted to be anomalous.</summary>
internal static class PredictedLabel
{
    /// <param name="excess">The score less the threshold.</param>
    /// <param name="policy">What holds if that is NaN.</param>
    /// <exception cref="InvalidOperationException">It is NaN, and the policy is to throw.</exception>
    public static bool Of(float excess, NaNPolicy policy)
    {
        Check(excess, policy);
        return float.IsNaN(excess) ? policy == NaNPolicy.Alarm : excess > 0;
    }

    /// <exception cref="InvalidOperationException">The score is NaN, and the policy is to throw.</exception>
    public static void Check(float score, NaNPolicy policy)
    {
        if (float.IsNaN(score) && policy == NaNPolicy.Throw)
        {
            throw new InvalidOperationException(
                "A row has no score: a value in it is NaN or infinite. The detector was trained with NaNPolicy.Throw. Leave such "
                + "rows out, replace their values first, or train with NaNPolicy.Alarm, or with MissingValues.Mask for NaN.");
        }
    }
}
