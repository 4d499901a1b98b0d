namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency.

/// <summary>Quantiles of a sample.</summary>
internal static class SampleQuantile
{
    /// <summary>
    /// The value below which a share of the sample lies, interpolated linearly between the two nearest order statistics: with
    /// the sorted sample numbered from 0 to n - 1, the value at position q (n - 1).
    /// </summary>
    /// <param name="sample">[n], n from 1. Infinite values are allowed, NaN is not.</param>
    /// <param name="q">The share, in [0, 1].</param>
    /// <returns>A value from the smallest to the largest of the sample.</returns>
    /// <exception cref="ArgumentException">The sample is empty or has a NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    /// <remarks>Type 7 of Hyndman and Fan 1996, the default of R and NumPy.</remarks>
    public static double At(ReadOnlySpan<float> sample, double q) =>
        Interpolated(Sorted(sample, q), q * (sample.Length - 1));

    /// <summary>
    /// The value that a new draw from the same distribution exceeds with probability 1 - q, on average over samples: with the
    /// sorted sample numbered from 1 to n, the value at position q (n + 1), limited to the smallest and the largest value.
    /// </summary>
    /// <param name="sample">[n], n from 1. Infinite values are allowed, NaN is not.</param>
    /// <param name="q">The share, in [0, 1].</param>
    /// <param name="autocorrelationTime">
    /// τ, how many values are worth one independent value, from 1. Default: 1, all are independent.
    /// </param>
    /// <returns>A value from the smallest to the largest of the sample.</returns>
    /// <exception cref="ArgumentException">The sample is empty or has a NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    /// <remarks>
    /// Type 6 of Hyndman and Fan 1996. A new value falls into each of the n + 1 gaps of a sample with equal probability. If the
    /// values are autocorrelated, those above a score come in clusters of about τ. Then (1 - q)(n + τ) - (τ + 1) / 2 values of
    /// the sample lie above the result, which is so in the middle of a cluster and not at its end. τ = 1 is type 6.
    /// </remarks>
    public static double ForNewDraw(ReadOnlySpan<float> sample, double q, double autocorrelationTime = 1)
    {
        double above = CountAboveNewDraw(sample.Length, 1 - q, autocorrelationTime);
        return Interpolated(Sorted(sample, q), Math.Clamp(sample.Length - 1 - above, 0, sample.Length - 1));
    }

    /// <summary>How many values of a sample lie above the one that a new draw exceeds at a rate; negative if none can.</summary>
    /// <param name="count">n, from 1.</param>
    /// <param name="rate">1 - q.</param>
    /// <param name="autocorrelationTime">τ, from 1.</param>
    public static double CountAboveNewDraw(long count, double rate, double autocorrelationTime) =>
        (rate * (count + autocorrelationTime)) - ((autocorrelationTime + 1) / 2);

    private static float[] Sorted(ReadOnlySpan<float> sample, double q)
    {
        if (!(q is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "The share of a quantile must be in [0, 1].");
        }

        if (sample.IsEmpty)
        {
            throw new ArgumentException("A quantile needs at least one value, but the sample is empty.", nameof(sample));
        }

        float[] sorted = sample.ToArray();
        Array.Sort(sorted);

        // Array.Sort moves NaN to the front.
        if (float.IsNaN(sorted[0]))
        {
            throw new ArgumentException(
                "A sample must not contain NaN, which has no order. Remove such values first.", nameof(sample));
        }

        return sorted;
    }

    private static double Interpolated(float[] sorted, double position)
    {
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        double fraction = position - below;

        // Without this test, an infinite neighbor would give 0 * ∞ or ∞ - ∞, which is NaN.
        return fraction == 0 || sorted[below] == sorted[above]
            ? sorted[below]
            : ((1 - fraction) * sorted[below]) + (fraction * sorted[above]);
    }
}
