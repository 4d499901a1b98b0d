using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class IsotropicGaussianLikelihoodTests
{
    private const double LogVariance = -1.3;

    private static readonly Dictionary<string, ArrayValue> Weights = new() { ["log_variance"] = new(LogVariance) };

    [Fact]
    public void The_density_of_each_slot_is_MathNets_with_the_one_variance()
    {
        double[] x = [0.3, -2, 4];
        double[] mean = [0.3, 0.5, -1];

        double[] density = Likelihood.IsotropicGaussian
            .LogDensity(new ArrayOps(), new ArrayValue(x, 3), new ArrayValue(mean, 3), Weights).Values;

        for (int slot = 0; slot < 3; slot++)
        {
            Assert.Equal(new Normal(mean[slot], Math.Exp(LogVariance / 2)).DensityLn(x[slot]), density[slot], 1e-12);
        }
    }

    [Fact]
    public void A_row_costs_its_squared_error_in_one_unit()
    {
        double Error(params double[] x) => -Likelihood.IsotropicGaussian
            .LogDensity(new ArrayOps(), new ArrayValue(x, 2), new ArrayValue([0, 0], 2), Weights).Values.Sum();

        Assert.Equal(Error(1, 0), Error(0, 1), 1e-12);
        Assert.Equal(25 / (2 * Math.Exp(LogVariance)), Error(3, 4) - Error(0, 0), 1e-12);
    }

    [Fact]
    public void It_learns_one_variance() =>
        Assert.Equal([1], Likelihood.IsotropicGaussian.Weights(64).Single().Shape);
}
