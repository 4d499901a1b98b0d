using MathNet.Numerics.Statistics;

namespace VaeTransforms.Analysis;

/// <summary>The unit of a column of numbers or dates: the mean and the standard deviation of its real values.</summary>
internal sealed class ColumnScale
{
    // Far outside any real column. Differences of such values keep some digits in Single.
    private const double MaxDeviations = 1e6;

    private readonly double _mean;
    private readonly double _deviation;

    public ColumnScale(MixedColumn column)
    {
        (_mean, double deviation) = column.Real.Where(double.IsFinite).MeanStandardDeviation();

        // A constant column is divided by 1, not by 0.
        _deviation = deviation > 0 ? deviation : 1;
        _mean = double.IsNaN(_mean) ? 0 : _mean;
    }

    /// <summary>The number of standard deviations above the mean; NaN for a missing value.</summary>
    public float Of(double value) => (float)Math.Clamp((value - _mean) / _deviation, -MaxDeviations, MaxDeviations);

    /// <summary>The value at a number of standard deviations above the mean.</summary>
    public double Value(double deviations) => _mean + (deviations * _deviation);
}
