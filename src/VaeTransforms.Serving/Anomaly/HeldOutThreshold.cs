using VaeTransforms.Numerics;

namespace VaeTransforms.Anomaly;

/// <summary>
/// Thresholds from the scores of rows that were not trained on. They hold for new rows exchangeable with those.
/// </summary>
internal static class HeldOutThreshold
{
    // The tail is fitted to the highest tenth, which is usual where nobody looks at a plot; in a small sample, to more.
    private const double TailShare = 0.1;
    private const int MinTail = 20;

    // In units of the score, at least 1: what may be rounding, and how far a threshold moves at most where no score is near.
    private const double Rounding = 1e-5;
    private const double MaxStep = 1e-3;

    /// <summary>The score that a new row exceeds with a probability.</summary>
    /// <param name="sorted">Held-out scores, upwards; at least one.</param>
    /// <param name="rate">In (0, 0.5].</param>
    /// <param name="time">How many scores are worth one independent score, from 1.</param>
    public static AnomalyThreshold AtRate(float[] sorted, double rate, double time = 1) =>
        SampleQuantile.CountAboveNewDraw(sorted.Length, rate, time) < 0
            ? At(sorted, BeyondSample(sorted, rate), rate, ThresholdSource.Tail)
            : AboveTies(sorted, SampleQuantile.ForNewDraw(sorted, 1 - rate, time), rate);

    /// <summary>The estimated probability that a new row exceeds a score.</summary>
    /// <param name="sorted">Held-out scores, upwards; at least one.</param>
    /// <param name="score">Any.</param>
    public static double RateAbove(float[] sorted, double score) =>
        score > sorted[^1] && Tail.Of(sorted) is { } tail
            ? tail.RateAbove(score)
            : (double)CountAbove(sorted, score) / sorted.Length;

    /// <summary>A threshold at a score.</summary>
    public static AnomalyThreshold At(float[] sorted, double score, double rate, ThresholdSource source)
    {
        // Scores beyond Single's range are infinite. A threshold must be a number, and only those scores lie above this one.
        float threshold = Math.Clamp((float)score, float.MinValue, float.MaxValue);
        return new AnomalyThreshold(threshold, rate, sorted.Length, CountAbove(sorted, threshold), source);
    }

    /// <summary>
    /// A threshold at a quantile, but between held-out scores: half-way to the next one above that is not equal to it but for
    /// rounding. So rows that score the same, of which there may be very many, lie on one side of it wherever they are computed.
    /// </summary>
    /// <param name="sorted">Held-out scores, upwards; at least one.</param>
    /// <param name="score">The quantile.</param>
    /// <param name="rate">In (0, 0.5].</param>
    public static AnomalyThreshold AboveTies(float[] sorted, double score, double rate)
    {
        double scale = ScaleOf(score);
        double equal = Rounding * scale;
        int next = sorted.Length - CountAbove(sorted, score + equal);
        double half = next < sorted.Length ? (sorted[next] - score) / 2 : 0;
        return At(sorted, score + Math.Clamp(half, equal, MaxStep * scale), rate, ThresholdSource.Quantile);
    }

    private static double BeyondSample(float[] sorted, double rate)
    {
        double above = sorted[^1] + (Rounding * ScaleOf(sorted[^1]));
        return Tail.Of(sorted) is { } tail ? Math.Max(above, tail.ExceededWith(rate)) : above;
    }

    private static double ScaleOf(double score) => Math.Max(1, Math.Abs(score));

    private static int CountAbove(float[] sorted, double score) => sorted.Length - sorted.Count(held => held <= score);

    /// <summary>Peaks over threshold: how likely a start is exceeded, and the distribution of the excesses.</summary>
    private sealed record Tail(double Start, double Rate, GeneralizedPareto Excess)
    {
        /// <summary>Null if the highest scores are all equal or not finite: there is nothing to fit.</summary>
        public static Tail? Of(float[] sorted)
        {
            int finite = sorted.Count(float.IsFinite);
            int peaks = Math.Min(Math.Max((int)Math.Ceiling(TailShare * finite), MinTail), finite / 2);
            if (peaks == 0 || finite < sorted.Length)
            {
                return null;
            }

            double start = sorted[^(peaks + 1)];
            double[] excesses = [.. sorted[^peaks..].Select(score => score - start)];
            return excesses[^1] > 0 ? new Tail(start, (double)peaks / sorted.Length, GeneralizedPareto.Fit(excesses)) : null;
        }

        public double ExceededWith(double rate) => Start + Excess.ExceededWith(rate / Rate);

        public double RateAbove(double score) => Rate * Excess.ProbabilityAbove(score - Start);
    }
}
