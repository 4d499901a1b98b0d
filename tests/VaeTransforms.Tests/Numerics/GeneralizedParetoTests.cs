using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class GeneralizedParetoTests
{
    [Theory]
    [InlineData(-0.3)]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void The_fit_finds_shape_and_scale_of_a_known_distribution(double shape)
    {
        var fitted = GeneralizedPareto.Fit(Sample(new GeneralizedPareto(shape, 2), 5000, seed: 1));
        Assert.Equal(shape, fitted.Shape, 0.06);
        Assert.Equal(2, fitted.Scale, 0.15);
    }

    [Theory]
    [InlineData(-0.2)]
    [InlineData(0)]
    [InlineData(0.4)]
    public void Over_many_small_samples_the_fit_is_right_in_the_median(double shape)
    {
        double[] shapes = [.. Enumerable.Range(0, 300)
            .Select(seed => GeneralizedPareto.Fit(Sample(new(shape, 1), 50, seed)).Shape)
            .Order()];
        Assert.Equal(shape, shapes[150], 0.1);
    }

    [Theory]
    [InlineData(-0.4)]
    [InlineData(0)]
    [InlineData(0.7)]
    public void Quantile_and_probability_are_inverse_functions(double shape)
    {
        var tail = new GeneralizedPareto(shape, 3);
        Assert.All([1e-6, 0.01, 0.5, 1], p => Assert.Equal(p, tail.ProbabilityAbove(tail.ExceededWith(p)), 1e-12));
        Assert.Equal(0, tail.ExceededWith(1), 12);
    }

    [Fact]
    public void A_shape_near_0_is_close_to_the_exponential_distribution()
    {
        Assert.Equal(new GeneralizedPareto(0, 2).ExceededWith(0.001), new GeneralizedPareto(1e-7, 2).ExceededWith(0.001), 1e-4);
        Assert.Equal(-2 * Math.Log(0.001), new GeneralizedPareto(0, 2).ExceededWith(0.001), 12);
    }

    [Fact]
    public void A_tail_that_ends_is_never_exceeded_beyond_its_end() =>
        Assert.Equal(0, new GeneralizedPareto(-0.5, 1).ProbabilityAbove(2.1));

    [Fact]
    public void Few_values_or_many_zeros_give_an_exponential_tail()
    {
        Assert.Equal(new GeneralizedPareto(0, 2), GeneralizedPareto.Fit([1, 2, 3]));
        Assert.Equal(new GeneralizedPareto(0, 0.25), GeneralizedPareto.Fit([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]));
    }

    private static double[] Sample(GeneralizedPareto distribution, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => distribution.ExceededWith(1 - random.NextDouble()))];
    }
}
