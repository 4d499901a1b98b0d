namespace VaeTransforms.Numerics;

/// <summary>Quantiles of a sample.</summary>
internal static class SampleQuantile
{
    /// <summary>
    /// The value below which a share of the sample lies, interpolated linearly between the two nearest order
    /// statistics: with the sample sorted from 0 to n - 1, the value at position q (n - 1).
    /// </summary>
    /// <param name="sample">At least one value; infinities are in order, NaN is not.</param>
    /// <param name="q">The share, in [0, 1].</param>
    /// <returns>A number between the smallest and the largest value.</returns>
    /// <exception cref="ArgumentException">The sample is empty or has a NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    /// <remarks>Type 7 of Hyndman and Fan 1996, the default of R and NumPy.</remarks>
    public static double At(ReadOnlySpan<float> sample, double q) =>
        Interpolated(Sorted(sample, q), q * (sample.Length - 1));

    /// <summary>
    /// The value that a new draw from where the sample came from exceeds with probability 1 - q, on average over samples:
    /// with the sample sorted from 1 to n, the value at position q (n + 1), and the outermost values beyond.
    /// </summary>
    /// <param name="sample">At least one value; infinities are in order, NaN is not.</param>
    /// <param name="q">The share, in [0, 1].</param>
    /// <exception cref="ArgumentException">The sample is empty or has a NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    /// <remarks>Type 6 of Hyndman and Fan 1996; a new value falls into each of the n + 1 gaps of a sample with equal probability.</remarks>
    public static double ForNewDraw(ReadOnlySpan<float> sample, double q) =>
        Interpolated(Sorted(sample, q), Math.Clamp((q * (sample.Length + 1)) - 1, 0, sample.Length - 1));

    private static float[] Sorted(ReadOnlySpan<float> sample, double q)
    {
        if (!(q is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile's share must lie in [0, 1].");
        }

        if (sample.IsEmpty)
        {
            throw new ArgumentException("An empty sample has no quantiles.", nameof(sample));
        }

        float[] sorted = sample.ToArray();
        Array.Sort(sorted);

        // Array.Sort puts every NaN first.
        if (float.IsNaN(sorted[0]))
        {
            throw new ArgumentException("A sample with NaN has no order; leave such values out.", nameof(sample));
        }

        return sorted;
    }

    private static double Interpolated(float[] sorted, double position)
    {
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        double fraction = position - below;

        // Without the test, an infinity next to the position would make 0 * inf or inf - inf, which is NaN.
        return fraction == 0 || sorted[below] == sorted[above]
            ? sorted[below]
            : ((1 - fraction) * sorted[below]) + (fraction * sorted[above]);
    }
}
