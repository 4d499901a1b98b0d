using System.Globalization;
using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;

namespace VaeTransforms;

/// <summary>The mean of a measure over repetitions, such as fits from several seeds, and how far chance may have moved it.</summary>
/// <param name="Mean">The repetitions' mean.</param>
/// <param name="HalfWidth">Half the interval's width; NaN for one repetition, from which nothing is known about chance.</param>
/// <param name="Count">Repetitions.</param>
/// <param name="Confidence">The share of such intervals that hold the true mean, where the measure is normally distributed over repetitions.</param>
public readonly record struct ConfidenceInterval(double Mean, double HalfWidth, int Count, double Confidence)
{
    /// <summary>The interval's lower end.</summary>
    [JsonIgnore]
    public double Low => Mean - HalfWidth;

    /// <summary>The interval's upper end.</summary>
    [JsonIgnore]
    public double High => Mean + HalfWidth;

    /// <summary>Student's interval of a mean: mean ± t s / √n.</summary>
    /// <param name="values">[n] one value per repetition, from 1. With a NaN among them mean and half width are NaN.</param>
    /// <param name="confidence">In (0, 1), such as 0.95.</param>
    /// <returns>
    /// s is the standard deviation with n - 1, and t the quantile (1 + confidence) / 2 of Student's distribution with n - 1 degrees of
    /// freedom: 2.78 for five values at 0.95.
    /// </returns>
    /// <exception cref="ArgumentException">There is no value, or the confidence is not in (0, 1).</exception>
    /// <remarks>Student 1908, 'The probable error of a mean'.</remarks>
    public static ConfidenceInterval OfMean(IReadOnlyList<double> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must lie in (0, 1), such as 0.95.");
        }

        if (values.Count == 0)
        {
            throw new ArgumentException("A mean needs at least one value.", nameof(values));
        }

        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        double halfWidth = values.Count == 1
            ? double.NaN
            : StudentT.InvCDF(0, 1, values.Count - 1, (1 + confidence) / 2) * Math.Sqrt(variance / values.Count);
        return new ConfidenceInterval(mean, halfWidth, values.Count, confidence);
    }

    /// <summary>Whether two intervals have a value in common; true also where one of them is not known.</summary>
    /// <param name="other">The other one.</param>
    /// <remarks>
    /// Intervals apart tell two means apart. Intervals that overlap do not show that the means are equal, nor always that they
    /// cannot be told apart: this is the stricter test.
    /// </remarks>
    public bool Overlaps(ConfidenceInterval other) => !(High < other.Low || other.High < Low);

    /// <inheritdoc/>
    public override string ToString() => Text("F3");

    /// <summary>Mean ± half width in a number format; the mean alone for one repetition.</summary>
    internal string Text(string format) => double.IsNaN(HalfWidth)
        ? Mean.ToString(format, CultureInfo.InvariantCulture)
        : $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {HalfWidth.ToString(format, CultureInfo.InvariantCulture)}";
}
