using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class LaplaceLikelihoodTests
{
    [Theory]
    [InlineData(0.3, 0.3, 0)]
    [InlineData(-2, 0.5, 1.2)]
    [InlineData(4, -1, -3)]
    public void The_density_is_MathNets(double x, double mean, double logVariance)
    {
        var reference = new Laplace(mean, Math.Exp(logVariance / 2) / Math.Sqrt(2));

        Assert.Equal(reference.DensityLn(x), LogDensity(x, mean, logVariance), 1e-12);
    }

    [Fact]
    public void The_deviation_is_that_of_the_distribution()
    {
        var weights = new Dictionary<string, ArrayValue> { ["log_variance"] = new(0.8) };
        double deviation = Likelihood.Laplace().Deviation(new ArrayOps(), weights).Values[0];

        Assert.Equal(new Laplace(0, Math.Exp(0.4) / Math.Sqrt(2)).StdDev, deviation, 1e-12);
    }

    private static double LogDensity(double x, double mean, double logVariance) => Likelihood.Laplace().LogDensity(
        new ArrayOps(),
        new ArrayValue(x),
        new ArrayValue(mean),
        new Dictionary<string, ArrayValue> { ["log_variance"] = new(logVariance) }).Values[0];
}
