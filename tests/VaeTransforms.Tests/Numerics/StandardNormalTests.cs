using MathNet.Numerics.Distributions;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class StandardNormalTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.3173105078629141)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(3, 0.0026997960632601866)]
    [InlineData(3.5355, 0.00040699)]
    [InlineData(5, 5.733031437583878e-07)]
    [InlineData(10, 1.5239706048321185e-23)]
    public void Probabilities_are_those_of_the_tables(double distance, double expected) =>
        Assert.Equal(1, StandardNormal.BeyondEitherSide(distance) / expected, distance == 3.5355 ? 1e-3 : 1e-10);

    [Fact]
    public void The_series_and_the_fraction_agree_where_they_meet()
    {
        double below = StandardNormal.BeyondEitherSide(2.5 * Math.Sqrt(2) * (1 - 1e-15));
        double above = StandardNormal.BeyondEitherSide(2.5 * Math.Sqrt(2) * (1 + 1e-15));
        Assert.Equal(1, below / above, 1e-11);
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-5)]
    [InlineData(0.025)]
    [InlineData(0.4999)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.99999)]
    public void Quantiles_are_those_of_MathNet_and_invert_the_probability(double probability)
    {
        double quantile = StandardNormal.Quantile(probability);

        Assert.Equal(Normal.InvCDF(0, 1, probability), quantile, 1e-9);
        Assert.Equal(1, StandardNormal.ProbabilityBelow(quantile) / probability, 1e-10);
    }

    [Fact]
    public void Draws_have_the_computed_probabilities()
    {
        var values = new float[200_000];
        StandardNormal.Fill(new Random(1), values);
        Assert.All([0.5, 1, 2, 3], distance =>
        {
            double p = StandardNormal.BeyondEitherSide(distance);
            double share = values.Average(value => Math.Abs(value) >= distance ? 1 : 0);
            Assert.Equal(p, share, 5 * Math.Sqrt(p * (1 - p) / values.Length));
        });
    }
}
