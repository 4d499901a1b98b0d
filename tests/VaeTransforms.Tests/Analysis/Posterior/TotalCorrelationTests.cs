using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Clouds;

namespace VaeTransforms.Tests.Analysis;

public sealed class TotalCorrelationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(-0.9)]
    public void Of_two_normal_variables_it_is_minus_half_ln_1_minus_r_squared(double r)
    {
        double expected = -Math.Log(1 - (r * r)) / 2;

        Assert.Equal(expected, TotalCorrelation.OfGaussian([[4, 2 * 3 * r], [2 * 3 * r, 9]]), 1e-9);
    }

    [Fact]
    public void It_is_infinite_if_a_dimension_is_a_linear_function_of_others() =>
        Assert.Equal(double.PositiveInfinity, TotalCorrelation.OfGaussian([[1, 2], [2, 4]]));

    [Fact]
    public void A_mixture_of_equal_posteriors_has_none()
    {
        LatentPosterior[] posteriors = [.. Enumerable.Repeat(new LatentPosterior([1, 2], [0.3f, -1]), 50)];

        Assert.Equal(0, TotalCorrelation.OfMixture(posteriors, Normal(50, 2, seed: 1)), 1e-9);
    }

    /// <summary>
    /// Means m (1, 1), with m from N(0, 1), and posterior variances of 0.25 give a normal mixture with correlation 0.8.
    /// </summary>
    [Fact]
    public void The_mixture_gives_the_normal_value_for_a_normal_mixture()
    {
        LatentPosterior[] posteriors = [.. Normal(1500, 1, seed: 2)
            .Select(m => new LatentPosterior([m, m], [MathF.Log(0.25f), MathF.Log(0.25f)]))];
        float[] noise = Normal(1500, 2, seed: 3);
        float[] draws = [.. noise.Select((e, i) => posteriors[i / 2].Mean[i % 2] + (0.5f * e))];

        Assert.Equal(-Math.Log(1 - 0.64) / 2, TotalCorrelation.OfMixture(posteriors, draws), 0.06);
    }

    /// <summary>On a circle the coordinates are uncorrelated, but each determines the other except for the sign.</summary>
    [Fact]
    public void The_mixture_detects_dependence_without_correlation()
    {
        LatentPosterior[] posteriors = [.. Enumerable.Range(0, 500).Select(i =>
            new LatentPosterior([MathF.Cos(MathF.Tau * i / 500), MathF.Sin(MathF.Tau * i / 500)], [-5, -5]))];
        float[] draws = [.. posteriors.SelectMany(posterior => posterior.Mean)];
        double[][] covariance = new CodeCloud(draws, 2).Covariance();

        Assert.Equal(0, TotalCorrelation.OfGaussian(covariance), 1e-6);
        Assert.InRange(TotalCorrelation.OfMixture(posteriors, draws), 0.5, 5);
    }
}
