namespace VaeTransforms.Numerics;

/// <summary>A normal distribution with independent coordinates, given by means and log-variances.</summary>
/// <remarks>In double precision: the witness for what network and graph compute in single.</remarks>
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
}
