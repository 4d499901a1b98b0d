using MathNet.Numerics.Distributions;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class StudentTDensityTests
{
    [Theory]
    [InlineData(2.01)]
    [InlineData(2.5)]
    [InlineData(4)]
    [InlineData(7.3)]
    [InlineData(19.9)]
    [InlineData(100)]
    public void The_density_is_that_of_MathNet(double degreesOfFreedom)
    {
        const double Mean = 0.7;
        const double LogVariance = -1.3;
        double scale = Math.Sqrt(Math.Exp(LogVariance) * (degreesOfFreedom - 2) / degreesOfFreedom);
        var reference = new StudentT(Mean, scale, degreesOfFreedom);

        Assert.All([-1e6, -30, -1, 0, 0.7, 0.8, 5, 1e3], x =>
            Assert.Equal(
                -reference.DensityLn(x), NegativeLogLikelihood.StudentT([x], [Mean], [LogVariance], degreesOfFreedom), 1e-9));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(30)]
    public void The_density_integrates_to_1_and_has_the_given_variance(double degreesOfFreedom)
    {
        // The midpoint rule over x = sinh t reaches far into the tails.
        double mass = 0;
        double variance = 0;
        const double Step = 1e-3;
        for (double t = -22 + (Step / 2); t < 22; t += Step)
        {
            double x = Math.Sinh(t);
            double density = Math.Exp(-NegativeLogLikelihood.StudentT([x], [0], [Math.Log(2.5)], degreesOfFreedom));
            double probability = density * Math.Cosh(t) * Step;
            mass += probability;
            variance += probability * x * x;
        }

        Assert.Equal(1, mass, 1e-8);
        Assert.Equal(2.5, variance, 1e-6);
    }

    [Theory]
    [InlineData(1e3, 1e-2)]
    [InlineData(1e6, 1e-5)]
    public void With_many_degrees_of_freedom_it_is_close_to_the_Gaussian(double degreesOfFreedom, double tolerance)
    {
        double[] x = [0.3, -2, 1];
        double[] mean = [0, 0.5, 1];
        double[] logVariance = [-0.4, 0.2, 1];

        Assert.Equal(
            NegativeLogLikelihood.Gaussian(x, mean, logVariance),
            NegativeLogLikelihood.StudentT(x, mean, logVariance, degreesOfFreedom),
            tolerance);
    }

    [Fact]
    public void The_gradient_is_bounded_and_decreases_with_the_distance()
    {
        const double Degrees = 4;
        double scale = Math.Sqrt((Degrees - 2) / Degrees);
        double At(double r) => NegativeLogLikelihood.StudentT([r], [0], [0], Degrees);
        double Gradient(double r) => (At(r + 1e-5) - At(r - 1e-5)) / 2e-5;

        double bound = (Degrees + 1) / (2 * scale * Math.Sqrt(Degrees));
        Assert.Equal(bound, Gradient(scale * Math.Sqrt(Degrees)), 1e-6);
        Assert.All([0.1, 1, 2, 10, 100.0], r => Assert.InRange(Gradient(r), 0, bound + 1e-6));
        Assert.Equal((Degrees + 1) / 1000, Gradient(1000), 1e-4 * Degrees / 1000);
    }

    [Fact]
    public void The_smallest_error_is_that_of_a_row_without_difference()
    {
        double[] row = [1, 2, 3];
        AssertSmallest(Likelihood.StudentT(), logVariance => NegativeLogLikelihood.StudentT(row, row, logVariance, 4));
        AssertSmallest(Likelihood.Gaussian, logVariance => NegativeLogLikelihood.Gaussian(row, row, logVariance));
        Assert.Equal(
            0, TestModels.Random(TestModels.Architecture(3, likelihood: Likelihood.Bernoulli)).MinReconstructionError());

        static void AssertSmallest(Likelihood likelihood, Func<double[], double> expected)
        {
            TrainedVae model = TestModels.Random(TestModels.Architecture(3, likelihood: likelihood));
            double[] logVariance = [.. new DenseParts(model).LogVariances.Select(value => (double)value)];

            Assert.Equal(expected(logVariance), model.MinReconstructionError(), 1e-12);
            Assert.All(
                model.NoiseDeviations().Zip(logVariance), pair => Assert.Equal(Math.Exp(pair.Second / 2), pair.First, 1e-12));
        }
    }
}
