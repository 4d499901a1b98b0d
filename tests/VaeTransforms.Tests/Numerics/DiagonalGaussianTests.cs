using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class DiagonalGaussianTests
{
    private static readonly double[] Mean = [0.8, -1.2, 0];
    private static readonly double[] LogVariance = [-1, 0.5, 0];

    [Fact]
    public void KL_matches_a_Monte_Carlo_estimate()
    {
        // E_q[ln q(z) - ln p(z)]; 200,000 samples leave a standard error of about 0.003 nats.
        const int Samples = 200_000;
        Random random = new(5);
        double sum = 0;
        double[] z = new double[Mean.Length];
        for (int i = 0; i < Samples; i++)
        {
            for (int j = 0; j < z.Length; j++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
                z[j] = Mean[j] + (Math.Exp(LogVariance[j] / 2) * normal);
            }

            sum += NegativeLogLikelihood.Gaussian(z, new double[3], new double[3])
                - NegativeLogLikelihood.Gaussian(z, Mean, LogVariance);
        }

        Assert.Equal(sum / Samples, DiagonalGaussian.KlToStandardNormal(Mean, LogVariance), 0.015);
    }

    [Fact]
    public void KL_of_the_prior_to_itself_is_zero() =>
        Assert.Equal(0, DiagonalGaussian.KlToStandardNormal(new double[4], new double[4]));

    [Fact]
    public void Different_lengths_are_refused_with_both()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => DiagonalGaussian.KlToStandardNormal(new double[2], new double[3]));
        Assert.Equal("The lengths must be equal, but there are 2 means and 3 log-variances.", exception.Message);
    }

    [Fact]
    public void Draws_have_the_mean_and_the_variance()
    {
        const int Draws = 20_000;
        float[] mean = [1.5f, -2];
        float[] logVariance = [0, -2];
        var random = new Random(1);
        var noise = new float[2];
        var z = new float[2];
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < Draws; i++)
        {
            StandardNormal.Fill(random, noise);
            DiagonalGaussian.Draw(mean, logVariance, noise, z);
            for (int j = 0; j < z.Length; j++)
            {
                sum[j] += z[j] - mean[j];
                squares[j] += (z[j] - mean[j]) * (z[j] - mean[j]);
            }
        }

        // Five standard errors: σ / √n of the mean, √(2 / n) of the variance's relative error.
        for (int j = 0; j < z.Length; j++)
        {
            double variance = Math.Exp(logVariance[j]);
            Assert.Equal(0, sum[j] / Draws, 5 * Math.Sqrt(variance / Draws));
            Assert.Equal(1, squares[j] / Draws / variance, 5 * Math.Sqrt(2.0 / Draws));
        }
    }
}
