namespace VaeTransforms.Numerics;

/// <summary>A normal distribution with independent coordinates, given by means and log-variances.</summary>
internal static class DiagonalGaussian
{
    /// <summary>KL divergence from N(mean, diag exp(logVariance)) to N(0, I).</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <returns>Nats, summed over coordinates; never below 0 except by rounding.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>Kingma and Welling 2014, appendix B.</remarks>
    public static double KlToStandardNormal(ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance)
    {
        SameLength.Require(mean.Length, logVariance.Length, "means", "log-variances");
        double sum = 0;
        for (int j = 0; j < mean.Length; j++)
        {
            sum += Math.Exp(logVariance[j]) + (mean[j] * mean[j]) - 1 - logVariance[j];
        }

        return sum / 2;
    }

    /// <summary>Computes a draw from standard normal noise: z = mean + exp(logVariance / 2) · noise.</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <param name="noise">[K], from N(0, I).</param>
    /// <param name="z">[K], written.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>In single precision, as in the network and the graph. Kingma and Welling 2014, section 2.4.</remarks>
    public static void Draw(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<float> noise, Span<float> z)
    {
        SameLength.Require(mean.Length, logVariance.Length, "means", "log-variances");
        SameLength.Require(mean.Length, noise.Length, "means", "noise values");
        SameLength.Require(mean.Length, z.Length, "means", "values");
        for (int j = 0; j < z.Length; j++)
        {
            z[j] = mean[j] + (MathF.Exp(logVariance[j] / 2) * noise[j]);
        }
    }
}
