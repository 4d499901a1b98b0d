using FsCheck.Xunit;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class SampleQuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.9, 3.7)]
    [InlineData(1, 4)]
    public void Quantiles_are_those_of_R_and_NumPy(double q, double expected) =>
        Assert.Equal(expected, SampleQuantile.At([3, 1, 4, 2], q), 1e-12);

    [Property(EndSize = 1_000_000)]
    public void At_most_a_share_of_one_minus_q_lies_above(int seed)
    {
        Random random = new(seed);
        float[] sample = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => (float)random.Next(50))];
        double q = random.NextDouble();
        double quantile = SampleQuantile.At(sample, q);

        Assert.InRange(quantile, sample.Min(), sample.Max());
        Assert.True(sample.Count(value => value > quantile) <= Math.Ceiling((1 - q) * sample.Length));
    }

    [Fact]
    public void The_sample_is_not_changed()
    {
        float[] sample = [3, 1, 2];
        SampleQuantile.At(sample, 0.5);
        Assert.Equal([3, 1, 2], sample);
    }

    [Fact]
    public void Infinite_values_are_allowed()
    {
        Assert.Equal(2, SampleQuantile.At([1, 2, float.PositiveInfinity], 0.5));
        Assert.Equal(double.PositiveInfinity, SampleQuantile.At([1, float.PositiveInfinity, float.PositiveInfinity], 0.9));
    }

    [Fact]
    public void NaN_and_empty_samples_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SampleQuantile.At([1, float.NaN, 2], 0.5));
        Assert.Throws<ArgumentException>(() => SampleQuantile.At([], 0.5));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Shares_outside_zero_to_one_are_refused(double q) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleQuantile.At([1], q));

    /// <summary>
    /// The expected order statistics of 29 uniform values, each of which occurs ten times: a new value exceeds the highest with
    /// probability 1/30 and the second with 2/30, so 5 % lies halfway.
    /// </summary>
    [Fact]
    public void Of_clusters_of_equal_values_it_lies_where_it_would_without_the_repetitions()
    {
        float[] sample = [.. Enumerable.Range(1, 29).SelectMany(i => Enumerable.Repeat(i / 30f, 10))];

        Assert.Equal(0.95, SampleQuantile.ForNewDraw(sample, 0.95, autocorrelationTime: 10), 1e-6);
    }
}
