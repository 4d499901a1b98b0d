using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Latent.Clouds;

namespace VaeTransforms.Tests.Latent;

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
    public void Of_dimensions_that_follow_from_others_it_is_infinite() =>
        Assert.Equal(double.PositiveInfinity, TotalCorrelation.OfGaussian([[1, 2], [2, 4]]));

    [Fact]
    public void Of_equal_posteriors_the_mixture_has_none()
    {
        LatentPosterior[] posteriors = [.. Enumerable.Repeat(new LatentPosterior([1, 2], [0.3f, -1]), 50)];

        Assert.Equal(0, TotalCorrelation.OfMixture(posteriors, Normal(50, 2, seed: 1)), 1e-9);
    }

    /// <summary>Means m (1, 1) with m from N(0, 1) and posterior variances of 0.25 make a normal mixture of correlation 0.8.</summary>
    [Fact]
    public void Of_a_mixture_that_is_normal_it_is_that_of_the_normal()
    {
        LatentPosterior[] posteriors = [.. Normal(1500, 1, seed: 2).Select(m => new LatentPosterior([m, m], [MathF.Log(0.25f), MathF.Log(0.25f)]))];
        float[] noise = Normal(1500, 2, seed: 3);
        float[] draws = [.. noise.Select((e, i) => posteriors[i / 2].Mean[i % 2] + (0.5f * e))];

        Assert.Equal(-Math.Log(1 - 0.64) / 2, TotalCorrelation.OfMixture(posteriors, draws), 0.06);
    }

    /// <summary>On a circle the coordinates are uncorrelated, but each tells the other up to a sign.</summary>
    [Fact]
    public void The_mixture_sees_dependence_without_correlation()
    {
        LatentPosterior[] posteriors = [.. Enumerable.Range(0, 500).Select(i =>
            new LatentPosterior([MathF.Cos(MathF.Tau * i / 500), MathF.Sin(MathF.Tau * i / 500)], [-5, -5]))];
        float[] draws = [.. posteriors.SelectMany(posterior => posterior.Mean)];
        double[][] covariance = new CodeCloud(draws, 2).Covariance();

        Assert.Equal(0, TotalCorrelation.OfGaussian(covariance), 1e-6);
        Assert.InRange(TotalCorrelation.OfMixture(posteriors, draws), 0.5, 5);
    }
}
