using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class ConfidenceIntervalTests
{
    // Quantiles from a table of Student's distribution.
    [Theory]
    [InlineData(2, 0.95, 12.706)]
    [InlineData(5, 0.95, 2.776)]
    [InlineData(5, 0.99, 4.604)]
    [InlineData(31, 0.95, 2.042)]
    public void Half_widths_are_those_of_Students_table(int count, double confidence, double quantile)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        double deviation = Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (count - 1));

        var interval = ConfidenceInterval.OfMean(values, confidence);

        Assert.Equal(values.Average(), interval.Mean, 1e-12);
        Assert.Equal(quantile * deviation / Math.Sqrt(count), interval.HalfWidth, 1e-3 * interval.HalfWidth);
    }

    [Fact]
    public void The_share_of_intervals_with_the_true_mean_is_the_confidence()
    {
        int holding = Enumerable.Range(0, 2_000).Count(trial =>
        {
            double[] values = [.. LatentPoints.Prior(5, 1, trial).Select(point => (double)point[0])];
            var interval = ConfidenceInterval.OfMean(values, 0.9);
            return interval.Low <= 0 && 0 <= interval.High;
        });
        Assert.Equal(0.9, holding / 2_000.0, 0.025);
    }

    [Fact]
    public void Intervals_overlap_unless_one_ends_before_the_other_begins()
    {
        var low = new ConfidenceInterval(1, 0.5, 5, 0.95);
        Assert.True(low.Overlaps(new ConfidenceInterval(2, 0.5, 5, 0.95)));
        Assert.False(low.Overlaps(new ConfidenceInterval(2.1, 0.5, 5, 0.95)));
        Assert.False(new ConfidenceInterval(2.1, 0.5, 5, 0.95).Overlaps(low));
    }

    [Fact]
    public void One_value_has_no_half_width_and_overlaps_everything()
    {
        var one = ConfidenceInterval.OfMean([3]);
        Assert.Equal(double.NaN, one.HalfWidth);
        Assert.Equal("3.000", one.ToString());
        Assert.True(one.Overlaps(new ConfidenceInterval(100, 1, 5, 0.95)));
    }

    [Fact]
    public void Equal_values_have_no_half_width() =>
        Assert.Equal("2.000 ± 0.000", ConfidenceInterval.OfMean([2, 2, 2]).ToString());

    [Fact]
    public void No_values_and_an_invalid_confidence_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ConfidenceInterval.OfMean([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.OfMean([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.OfMean([1, 2], double.NaN));
    }
}
