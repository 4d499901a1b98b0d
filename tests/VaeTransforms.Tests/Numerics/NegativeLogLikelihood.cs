namespace VaeTransforms.Numerics;

/// <summary>-ln p(x | z) of one row, given the output of the decoder: the reference for network and graph.</summary>
internal static class NegativeLogLikelihood
{
    /// <summary>Under independent normal distributions.</summary>
    /// <param name="x">The normalized row, [D].</param>
    /// <param name="mean">The decoder's output, [D].</param>
    /// <param name="logVariance">Log-variance per feature, [D].</param>
    /// <returns>Nats, summed over features, with the normalizing constant.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Gaussian(ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance)
    {
        SameLength.Require(x.Length, mean.Length, "values", "means");
        SameLength.Require(x.Length, logVariance.Length, "values", "log-variances");
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = x[i] - mean[i];
            sum += (difference * difference * Math.Exp(-logVariance[i])) + logVariance[i] + Math.Log(Math.Tau);
        }

        return sum / 2;
    }

    /// <summary>Under independent Student's t distributions.</summary>
    /// <param name="x">The normalized row, [D].</param>
    /// <param name="mean">The decoder's output, [D].</param>
    /// <param name="logVariance">Log-variance per feature, [D].</param>
    /// <param name="degreesOfFreedom">ν, above 2.</param>
    /// <returns>Nats, summed over features, with the normalizing constant.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double StudentT(
        ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance, double degreesOfFreedom)
    {
        SameLength.Require(x.Length, mean.Length, "values", "means");
        SameLength.Require(x.Length, logVariance.Length, "values", "log-variances");
        double sum = x.Length * StudentTDensity.LogNormalizer(degreesOfFreedom);
        for (int i = 0; i < x.Length; i++)
        {
            double difference = x[i] - mean[i];
            double ratio = difference * difference * Math.Exp(-logVariance[i]) / (degreesOfFreedom - 2);
            sum += ((degreesOfFreedom + 1) / 2 * double.LogP1(ratio)) + (logVariance[i] / 2);
        }

        return sum;
    }

    /// <summary>Under independent Bernoulli distributions: the cross-entropy, also for values between 0 and 1.</summary>
    /// <param name="x">The normalized row, [D].</param>
    /// <param name="logits">The decoder's output, [D].</param>
    /// <returns>Nats, summed over features.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Bernoulli(ReadOnlySpan<double> x, ReadOnlySpan<double> logits)
    {
        SameLength.Require(x.Length, logits.Length, "values", "logits");
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            // ln(1 + exp(l)) in a form where exp never overflows.
            double softplus = Math.Max(logits[i], 0) + double.LogP1(Math.Exp(-Math.Abs(logits[i])));
            sum += softplus - (x[i] * logits[i]);
        }

        return sum;
    }
}
