using MathNet.Numerics.LinearAlgebra;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Priors;

public sealed class AutoregressiveFlowPriorTests
{
    private static readonly ArrayOps Ops = new();

    public static TheoryData<int, int, int> Sizes => new() { { 1, 1, 3 }, { 2, 2, 8 }, { 3, 3, 2 }, { 6, 2, 16 }, { 9, 1, 4 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_log_determinant_is_that_of_the_Jacobian_by_finite_differences(int latent, int steps, int units)
    {
        var prior = new AutoregressiveFlowPrior(steps, units);
        Dictionary<string, ArrayValue> weights = Weights(prior, latent);
        double[] z = EveryFormula.Normal(5, latent, rows: 1).Values;
        const double Step = 1e-5;

        var jacobian = Matrix<double>.Build.Dense(latent, latent);
        for (int j = 0; j < latent; j++)
        {
            double[] above = Noise(Moved(j, Step));
            double[] below = Noise(Moved(j, -Step));
            for (int i = 0; i < latent; i++)
            {
                jacobian[i, j] = (above[i] - below[i]) / (2 * Step);
            }
        }

        double logDeterminant = -prior.Inverted(Ops, new ArrayValue(z, latent), weights).LogScales.Values.Sum();
        Assert.Equal(Math.Log(Math.Abs(jacobian.Determinant())), logDeterminant, 1e-6);
        double normal = Noise(z).Sum(value => -0.5 * ((value * value) + Math.Log(Math.Tau)));
        Assert.Equal(
            normal + logDeterminant, prior.LogDensity(Ops, new ArrayValue(z, latent), weights).Values[0], 1e-9);

        double[] Moved(int j, double by) => [.. z.Select((value, i) => i == j ? value + by : value)];

        double[] Noise(double[] of) => prior.Inverted(Ops, new ArrayValue(of, latent), weights).Noise.Values;
    }

    [Fact]
    public void A_dimension_depends_on_those_before_it_and_the_order_reverses()
    {
        const int Latent = 4;
        var prior = new AutoregressiveFlowPrior(1, 12);
        var both = new AutoregressiveFlowPrior(2, 12);

        for (int j = 0; j < Latent; j++)
        {
            // The last dimension of one step reaches itself alone, and the first one all.
            Assert.Equal(Enumerable.Range(j, Latent - j), Reached(prior, j));
            Assert.Equal(Enumerable.Range(0, Latent), Reached(both, j));
        }

        static IEnumerable<int> Reached(AutoregressiveFlowPrior prior, int j)
        {
            Dictionary<string, ArrayValue> weights = Weights(prior, Latent);
            double[] z = [0.3, -0.7, 1.1, 0.2];
            double[] before = prior.Inverted(Ops, new ArrayValue([.. z], Latent), weights).Noise.Values;
            z[j] += 0.5;
            double[] after = prior.Inverted(Ops, new ArrayValue(z, Latent), weights).Noise.Values;
            return Enumerable.Range(0, Latent).Where(i => before[i] != after[i]);
        }
    }

    [Fact]
    public void The_density_in_two_dimensions_integrates_to_1()
    {
        var prior = new AutoregressiveFlowPrior(2, 6);
        Dictionary<string, ArrayValue> weights = Weights(prior, 2);

        // By importance sampling from a wide normal distribution.
        const int Draws = 200_000;
        const double Width = 6;
        var noise = new float[2 * Draws];
        StandardNormal.Fill(new Random(3), noise);
        double[] z = Array.ConvertAll(noise, value => Width * value);
        double[] densities = prior.LogDensity(Ops, new ArrayValue(z, 2), weights).Values;
        double[] ratios = [.. densities.Select((density, i) =>
        {
            double square = ((double)noise[2 * i] * noise[2 * i]) + ((double)noise[(2 * i) + 1] * noise[(2 * i) + 1]);
            return Math.Exp(density + (square / 2) + Math.Log(Math.Tau) + (2 * Math.Log(Width)));
        })];
        double error = Math.Sqrt(ratios.Select(ratio => Math.Pow(ratio - 1, 2)).Average() / Draws);

        Assert.True(error < 0.02, $"The error is {error}.");
        Assert.Equal(1, ratios.Average(), 5 * error);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Draws_are_noise_taken_backwards_through_the_steps(int latent, int steps, int units)
    {
        var prior = new AutoregressiveFlowPrior(steps, units);
        Dictionary<string, ArrayValue> weights = Weights(prior, latent);
        var random = new Random(4);
        double[] noise = [.. Enumerable.Range(0, latent).Select(_ => RandomDraw.Normal(random))];

        float[] z = prior.Draw(latent, weights.ToDictionary(array => array.Key, array => array.Value.Values), new Random(4));

        ArrayValue back = prior.Inverted(Ops, new ArrayValue(Array.ConvertAll(z, value => (double)value), latent), weights).Noise;
        Assert.All(noise.Zip(back.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void It_starts_as_the_standard_normal_prior()
    {
        const int Latent = 5;
        Prior prior = Prior.AutoregressiveFlow();
        Dictionary<string, ArrayValue> weights = prior.Weights(Latent, Latent).ToDictionary(
            shape => shape.Name,
            shape => new ArrayValue(
                [.. EveryFormula.Normal(2, (int)shape.Count, rows: 1).Values.Select(x => shape.Start + (shape.StartSpread * x))],
                shape.Shape[^1]));
        ArrayValue mean = EveryFormula.Normal(1, Latent);
        ArrayValue logVariance = EveryFormula.Normal(2, Latent);
        var none = new Dictionary<string, ArrayValue>();

        Near(Prior.StandardNormal.LogDensity(Ops, mean, none), prior.LogDensity(Ops, mean, weights));
        Near(
            Prior.StandardNormal.KlDivergence(Ops, mean, logVariance, none),
            prior.KlDivergence(Ops, mean, logVariance, weights));

        static void Near(ArrayValue expected, ArrayValue actual) =>
            Assert.All(expected.Values.Zip(actual.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(-2)]
    [InlineData(0)]
    public void The_divergence_is_near_that_by_many_draws(double spread)
    {
        const int Latent = 2;
        var prior = new AutoregressiveFlowPrior(2, 16);
        Dictionary<string, ArrayValue> weights = Weights(prior, Latent);
        double[] mean = EveryFormula.Normal(1, Latent, rows: 1).Values;
        double[] logVariance = [.. EveryFormula.Normal(2, Latent, rows: 1).Values.Select(value => spread + (0.5 * value))];

        double kl = prior.KlDivergence(Ops, new ArrayValue(mean, Latent), new ArrayValue(logVariance, Latent), weights).Values[0];
        (double drawn, double error) = MixtureOfGaussiansPriorTests.MonteCarlo(prior, weights, mean, logVariance);

        // No worse than 16 independent draws.
        double expected = error * Math.Sqrt(MixtureOfGaussiansPriorTests.Draws / 16.0);
        Assert.True(Math.Abs(kl - drawn) < 3 * expected, $"{kl}, by draws {drawn} ± {error}.");
    }

    /// <summary>Far from the identity.</summary>
    private static Dictionary<string, ArrayValue> Weights(Prior prior, int latent) =>
        EveryFormula.Weights(prior.Weights(latent, latent)).ToDictionary(
            weight => weight.Shape.Name, weight => new ArrayValue(weight.Values, weight.Shape.Shape[^1]));
}
