using System.Globalization;
using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace VaeTransforms;

/// <summary>The mean of a measure over repetitions, such as fits with several seeds, and its confidence interval.</summary>
/// <param name="Mean">The mean over repetitions.</param>
/// <param name="HalfWidth">Half the width of the interval; NaN for one repetition, which gives no estimate of the spread.</param>
/// <param name="Count">The number of repetitions.</param>
/// <param name="Confidence">
/// The share of such intervals that contain the true mean, if the measure is normally distributed over repetitions.
/// </param>
public readonly record struct ConfidenceInterval(double Mean, double HalfWidth, int Count, double Confidence)
{
    /// <summary>The lower end of the interval.</summary>
    [JsonIgnore]
    public double Low => Mean - HalfWidth;

    /// <summary>The upper end of the interval.</summary>
    [JsonIgnore]
    public double High => Mean + HalfWidth;

    /// <summary>Student's interval of a mean: mean ± t s / √n.</summary>
    /// <param name="values">[n] one value per repetition, n from 1. If one is NaN, mean and half width are NaN.</param>
    /// <param name="confidence">In (0, 1). Default: 0.95.</param>
    /// <returns>
    /// The interval, where s is the standard deviation with divisor n - 1, and t the quantile (1 + confidence) / 2 of Student's
    /// distribution with n - 1 degrees of freedom: 2.78 for five values at 0.95.
    /// </returns>
    /// <exception cref="ArgumentException">There is no value, or the confidence is not in (0, 1).</exception>
    /// <remarks>Student 1908, 'The probable error of a mean'.</remarks>
    public static ConfidenceInterval OfMean(IReadOnlyList<double> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Confidence must be in (0, 1), such as 0.95.");
        }

        if (values.Count == 0)
        {
            throw new ArgumentException("A mean needs at least one value, but there are none.", nameof(values));
        }

        (double mean, double deviation) = values.MeanStandardDeviation();
        double halfWidth = values.Count == 1
            ? double.NaN
            : StudentT.InvCDF(0, 1, values.Count - 1, (1 + confidence) / 2) * deviation / Math.Sqrt(values.Count);
        return new ConfidenceInterval(mean, halfWidth, values.Count, confidence);
    }

    /// <summary>Whether two intervals have a value in common; also true if the half width of one of them is NaN.</summary>
    /// <param name="other">The other interval.</param>
    /// <remarks>
    /// If two intervals do not overlap, the means differ. If they overlap, the means may be equal or not: a test of the
    /// difference of the means may still find one.
    /// </remarks>
    public bool Overlaps(ConfidenceInterval other) => !(High < other.Low || other.High < Low);

    /// <inheritdoc/>
    public override string ToString() => Text("F3");

    /// <summary>Mean ± half width in a number format; only the mean for one repetition.</summary>
    internal string Text(string format) => double.IsNaN(HalfWidth)
        ? Mean.ToString(format, CultureInfo.InvariantCulture)
        : $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {HalfWidth.ToString(format, CultureInfo.InvariantCulture)}";
}
