namespace VaeTransforms.Numerics;

/// <summary>A normal distribution with independent coordinates, given by means and log-variances.</summary>
/// <remarks>Divergence and density in double precision: witnesses for what network and graph compute in single.</remarks>
internal static class DiagonalGaussian
{
    /// <summary>KL divergence from N(mean, diag exp(logVariance)) to N(0, I).</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <returns>Nats, summed over coordinates; never below zero but for rounding.</returns>
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

    /// <summary>ln N(x; mean, diag exp(logVariance)).</summary>
    /// <param name="x">[K].</param>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <returns>Nats, summed over coordinates, with the normalising constant.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double LogDensity(ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance)
    {
        SameLength.Require(x.Length, mean.Length, "values", "means");
        SameLength.Require(x.Length, logVariance.Length, "values", "log-variances");
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
        {
            double difference = x[j] - mean[j];
            sum += (difference * difference * Math.Exp(-logVariance[j])) + logVariance[j] + Math.Log(Math.Tau);
        }

        return -sum / 2;
    }

    /// <summary>Turns standard normal noise into a draw: z = mean + exp(logVariance / 2) · noise.</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <param name="noise">[K], from N(0, I).</param>
    /// <param name="z">[K], is written.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>In single precision, as network and graph compute. Kingma and Welling 2014, section 2.4.</remarks>
    public static void Draw(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<float> noise, Span<float> z)
    {
        SameLength.Require(mean.Length, logVariance.Length, "means", "log-variances");
        SameLength.Require(mean.Length, noise.Length, "means", "values of noise");
        SameLength.Require(mean.Length, z.Length, "means", "values");
        for (int j = 0; j < z.Length; j++)
        {
            z[j] = mean[j] + (MathF.Exp(logVariance[j] / 2) * noise[j]);
        }
    }
}
