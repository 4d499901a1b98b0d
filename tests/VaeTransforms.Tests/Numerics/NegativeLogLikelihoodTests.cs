using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class NegativeLogLikelihoodTests
{
    [Fact]
    public void Gaussian_of_one_standard_value_is_the_textbook_number() =>
        Assert.Equal(0.5 * Math.Log(2 * Math.PI), NegativeLogLikelihood.Gaussian([0], [0], [0]), 1e-15);

    [Fact]
    public void The_Gaussian_density_integrates_to_1()
    {
        double integral = 0;
        for (double x = -20; x < 20; x += 0.01)
        {
            integral += 0.01 * Math.Exp(-NegativeLogLikelihood.Gaussian([x], [1.5], [0.7]));
        }

        Assert.Equal(1, integral, 1e-9);
    }

    [Fact]
    public void Different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => NegativeLogLikelihood.Gaussian(new double[2], new double[2], new double[1]));

    [Theory]
    [InlineData(0, 0.3)]
    [InlineData(1, 0.3)]
    [InlineData(0.25, 0.9)]
    public void Bernoulli_is_the_cross_entropy_with_the_probability(double x, double probability)
    {
        double logit = Math.Log(probability / (1 - probability));
        double expected = -(x * Math.Log(probability)) - ((1 - x) * Math.Log(1 - probability));
        Assert.Equal(expected, NegativeLogLikelihood.Bernoulli([x], [logit]), 1e-12);
    }

    [Fact]
    public void Bernoulli_stays_finite_where_exp_overflows()
    {
        Assert.Equal(1000, NegativeLogLikelihood.Bernoulli([0], [1000]));
        Assert.Equal(1000, NegativeLogLikelihood.Bernoulli([1], [-1000]));
        Assert.Equal(0, NegativeLogLikelihood.Bernoulli([1], [1000]));
    }

    [Fact]
    public void Bernoulli_probabilities_of_both_outcomes_sum_to_one() => Assert.Equal(
        1,
        Math.Exp(-NegativeLogLikelihood.Bernoulli([0], [0.7])) + Math.Exp(-NegativeLogLikelihood.Bernoulli([1], [0.7])),
        1e-15);

    [Fact]
    public void Terms_are_summed_over_features() => Assert.Equal(
        NegativeLogLikelihood.Bernoulli([1], [0.5]) + NegativeLogLikelihood.Bernoulli([0], [-2]),
        NegativeLogLikelihood.Bernoulli([1, 0], [0.5, -2]),
        1e-15);
}
