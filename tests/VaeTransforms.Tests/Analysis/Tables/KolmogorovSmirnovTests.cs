using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class KolmogorovSmirnovTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 3, 1, 2 }, 0)]
    [InlineData(new double[] { 1, 2 }, new double[] { 3, 4, 5 }, 1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 3, 4, 5, 6 }, 0.5)]
    [InlineData(new double[] { 1, 1, 1, 2 }, new double[] { 1, 2, 2, 2 }, 0.5)]
    [InlineData(new double[] { 0, 0, 0 }, new double[] { 0 }, 0)]
    [InlineData(new double[] { }, new double[] { }, 0)]
    [InlineData(new double[] { }, new double[] { 1 }, 1)]
    public void It_is_the_largest_difference_of_the_distributions(double[] first, double[] second, double expected)
    {
        Assert.Equal(expected, KolmogorovSmirnov.Statistic(first, second), 1e-12);
        Assert.Equal(expected, KolmogorovSmirnov.Statistic(second, first), 1e-12);
    }

    [Fact]
    public void It_agrees_with_the_definition_at_every_value()
    {
        var random = new Random(3);
        double[] first = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(30))];
        double[] second = [.. Enumerable.Range(0, 130).Select(_ => (double)random.Next(10, 50))];

        double expected = first.Concat(second).Max(value => Math.Abs(Below(first, value) - Below(second, value)));

        Assert.Equal(expected, KolmogorovSmirnov.Statistic(first, second), 1e-12);

        static double Below(double[] sample, double value) => sample.Count(one => one <= value) / (double)sample.Length;
    }
}
