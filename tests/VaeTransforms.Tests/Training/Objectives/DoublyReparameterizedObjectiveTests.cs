using MathNet.Numerics.Distributions;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class DoublyReparameterizedObjectiveTests
{
    private const int Samples = 20;
    private const int Runs = 60;

    // The first eight numbers are those of the encoder.
    private const int EncoderWeights = 8;

    [Fact]
    public void Its_gradients_have_the_mean_of_finite_differences_and_less_variance_in_the_encoder()
    {
        (double[] mean, double[] variance) = Moments(Objective.DoublyReparameterized(Samples), run =>
            [.. run.Compiled().Gradient.Select(value => (double)value)]);
        (double[] expected, double[] iwae) = Moments(Objective.Iwae(Samples), run => run.FiniteDifferences());

        for (int i = 0; i < mean.Length; i++)
        {
            double error = Math.Sqrt((variance[i] + iwae[i]) / Runs);
            Assert.Equal(expected[i], mean[i], (5 * error) + 1e-3);
        }

        Assert.True(variance[..EncoderWeights].Sum() < 0.3 * iwae[..EncoderWeights].Sum());
    }

    [Fact]
    public void The_gradient_of_the_decoder_is_that_of_the_importance_weighted_bound()
    {
        double[] expected = Run(Objective.Iwae(Samples), 1).FiniteDifferences()[EncoderWeights..];
        float[] actual = Run(Objective.DoublyReparameterized(Samples), 1).Compiled().Gradient[EncoderWeights..];

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void At_the_exact_posterior_the_gradient_of_the_encoder_is_0_for_every_draw()
    {
        // There ln p(x, z) - ln q(z | x) does not depend on z, which is the way of all its gradient.
        ObjectiveRun run = Run(Objective.DoublyReparameterized(Samples), 1);
        run.Parameters = LinearGaussian.Parameters();

        Assert.All(run.Compiled().Gradient[..EncoderWeights], value => Assert.Equal(0, value, 1e-4f));
    }

    private static (double[] Mean, double[] Variance) Moments(Objective objective, Func<ObjectiveRun, double[]> gradient)
    {
        double[][] all = [.. Enumerable.Range(0, Runs).Select(i => gradient(Run(objective, i)))];
        double[] mean = [.. all[0].Select((_, i) => all.Average(one => one[i]))];
        return (mean, [.. mean.Select((center, i) => all.Sum(one => Math.Pow(one[i] - center, 2)) / (Runs - 1))]);
    }

    private static ObjectiveRun Run(Objective objective, int seed)
    {
        var random = new Random(seed);
        var run = new ObjectiveRun(objective, LinearGaussian.Architecture)
        {
            Parameters = LinearGaussian.Parameters(shift: 0.3, spread: 1.2),
        };
        run.Noise = [.. run.Noise.Select(_ => Normal.Sample(random, 0, 1))];
        return run;
    }
}
