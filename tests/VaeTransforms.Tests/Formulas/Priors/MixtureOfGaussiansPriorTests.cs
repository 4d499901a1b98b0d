using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Priors;

public sealed class MixtureOfGaussiansPriorTests
{
    private const int Latent = 2;
    internal const int Draws = 50_000;

    private static readonly ArrayOps Ops = new();
    private static readonly Prior Three = Prior.MixtureOfGaussians(3);

    // Overlapping components of different weights and widths.
    private static readonly Dictionary<string, ArrayValue> Overlapping = Arrays(
        [0.3, -0.4, 1.1], [0, 0, 1.5, -1, -0.5, 2], [0, -1, 0.4, -0.3, -0.8, 0.2]);

    [Theory]
    [InlineData(0.2, -0.3, -1, -2)]
    [InlineData(1.0, 0.5, 0, 0.3)]
    [InlineData(-4, 3, 1, -3)]
    public void The_bound_exceeds_the_KL_divergence_by_how_far_clusters_are_from_those_of_the_code(
        double mean0, double mean1, double logVariance0, double logVariance1)
    {
        double[] mean = [mean0, mean1];
        double[] logVariance = [logVariance0, logVariance1];
        (double kl, double error) = MonteCarlo(Three, Overlapping, mean, logVariance);

        double bound = Kl(Three, Overlapping, mean, logVariance);

        // The bound is KL(q(z) γ || p(z, c)), so the rest is the mean of KL(γ || p(c | z)) over q(z).
        ArrayValue z = Codes(mean, logVariance, out _);
        double[] shares = Clusters(Overlapping, mean, logVariance);
        double[] given = Three.ClusterProbabilities(
            Ops, z, new ArrayValue([.. z.Values.Select(_ => -30.0)], Latent), Overlapping).Values;
        double gap = given.Chunk(3).Average(of => shares.Zip(of, (share, other) => share * Math.Log(share / other)).Sum());
        Assert.True(gap >= 0 && bound >= kl - (4 * error), $"Bound {bound}, divergence {kl}, gap {gap}.");
        Assert.Equal(bound, kl + gap, 0.03);
    }

    [Fact]
    public void The_bound_is_exact_for_components_that_are_the_same()
    {
        Dictionary<string, ArrayValue> same = Arrays([0.5, -1, 2], [1, -2, 1, -2, 1, -2], [0.3, -0.6, 0.3, -0.6, 0.3, -0.6]);
        double expected = 0.5 * (Of(0.4, 1, -0.5, 0.3) + Of(0.2, -2, 0.7, -0.6));

        Assert.Equal(expected, Kl(Three, same, [0.4, 0.2], [-0.5, 0.7]), 12);

        static double Of(double mean, double center, double logVariance, double logSpread) =>
            logSpread - logVariance - 1 + ((Math.Exp(logVariance) + Math.Pow(mean - center, 2)) / Math.Exp(logSpread));
    }

    [Fact]
    public void The_bound_is_exact_for_a_posterior_that_is_a_point()
    {
        double[] logVariance = [-16, -16];
        (double kl, double error) = MonteCarlo(Three, Overlapping, [0.6, -0.2], logVariance);

        Assert.InRange(error, 0, 0.01);
        Assert.Equal(kl, Kl(Three, Overlapping, [0.6, -0.2], logVariance), 4 * error);
    }

    [Fact]
    public void One_standard_normal_component_among_far_ones_costs_its_share()
    {
        Dictionary<string, ArrayValue> far = Arrays([0, 0, 0], [0, 0, 90, 90, -90, 90], [0, 0, 0, 0, 0, 0]);
        double[] probabilities = Clusters(far, [0.5, 1], [-1, -2]);

        Assert.Equal(Kl(Prior.StandardNormal, [], [0.5, 1], [-1, -2]) + Math.Log(3), Kl(Three, far, [0.5, 1], [-1, -2]), 9);
        Assert.Equal([1, 0, 0], probabilities);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_label_adds_the_cross_entropy_that_makes_the_bound_one_of_the_row_and_its_component(int label)
    {
        double[] mean = [0.4, -0.2];
        double[] logVariance = [-0.5, 0.3];
        var factors = new double[3];
        factors[label] = 2.5;

        double loss = Three.LabelLoss(
            Ops, new(mean, Latent), new(logVariance, Latent), new ArrayValue(factors, 3), Overlapping).Values[0];

        Assert.Equal(-2.5 * Math.Log(Clusters(Overlapping, mean, logVariance)[label]), loss, 12);

        // KL(q(z | x) || p(z, c)), by the closed form of two normal distributions.
        double[] logits = Overlapping["logits"].Values;
        double expected = Math.Log(logits.Sum(Math.Exp)) - logits[label];
        for (int k = 0; k < Latent; k++)
        {
            double center = Overlapping["means"].Values[(label * Latent) + k];
            double spread = Overlapping["log_variances"].Values[(label * Latent) + k];
            double square = Math.Pow(mean[k] - center, 2);
            expected += 0.5 * (spread - logVariance[k] - 1 + ((Math.Exp(logVariance[k]) + square) / Math.Exp(spread)));
        }

        Assert.Equal(expected, Kl(Three, Overlapping, mean, logVariance) + (loss / 2.5), 9);
        var none = new ArrayValue([0, 0, 0], 3);
        Assert.Equal(0, Three.LabelLoss(Ops, new(mean, Latent), new(logVariance, Latent), none, Overlapping).Values[0]);
    }

    [Fact]
    public void Cluster_probabilities_of_a_point_are_those_of_Bayes_theorem()
    {
        double[] point = [0.7, 0.4];
        double[] weights = [.. Overlapping["logits"].Values.Select(Math.Exp)];
        double[] joint =
        [
            .. weights.Select((weight, c) => weight * Enumerable.Range(0, Latent).Aggregate(1.0, (density, k) =>
                density * Density(
                    point[k],
                    Overlapping["means"].Values[(c * Latent) + k],
                    Math.Exp(Overlapping["log_variances"].Values[(c * Latent) + k])))),
        ];

        double[] probabilities = Clusters(Overlapping, point, [-19, -19]);

        Assert.Equal(1, probabilities.Sum(), 12);
        Assert.All(probabilities.Zip(joint), pair => Assert.Equal(pair.Second / joint.Sum(), pair.First, 1e-6));

        static double Density(double x, double mean, double variance) =>
            Math.Exp(-Math.Pow(x - mean, 2) / (2 * variance)) / Math.Sqrt(Math.Tau * variance);
    }

    [Fact]
    public void Draws_have_the_moments_of_the_mixture()
    {
        var random = new Random(4);
        var values = Overlapping.ToDictionary(array => array.Key, array => array.Value.Values);
        float[][] draws = [.. Enumerable.Range(0, Draws).Select(_ => Three.Draw(Latent, values, random))];
        double[] weights = [.. values["logits"].Select(Math.Exp)];
        for (int k = 0; k < Latent; k++)
        {
            double mean = Enumerable.Range(0, 3).Sum(c => weights[c] * values["means"][(c * Latent) + k]) / weights.Sum();
            double square = Enumerable.Range(0, 3).Sum(c => weights[c] * (
                Math.Exp(values["log_variances"][(c * Latent) + k]) + Math.Pow(values["means"][(c * Latent) + k], 2)))
                / weights.Sum();

            Assert.Equal(mean, draws.Average(z => z[k]), 0.02);
            Assert.Equal(square, draws.Average(z => z[k] * (double)z[k]), 0.05);
        }
    }

    [Fact]
    public void The_density_is_the_one_that_draws_have()
    {
        // E_p[q / p] = 1 for every density q.
        var random = new Random(5);
        var values = Overlapping.ToDictionary(array => array.Key, array => array.Value.Values);
        double ratio = Enumerable.Range(0, 50_000).Average(_ =>
        {
            ArrayValue z = new(Array.ConvertAll(Three.Draw(Latent, values, random), value => (double)value), Latent);
            return Math.Exp(-z.Values.Sum(value => value * value) / 2) / Math.Tau
                / Math.Exp(Three.LogDensity(Ops, z, Overlapping).Values[0]);
        });

        Assert.Equal(1, ratio, 0.02);
    }

    /// <summary>KL(q || p) from draws of q, with its standard error.</summary>
    internal static (double Kl, double Error) MonteCarlo(
        Prior prior, Dictionary<string, ArrayValue> arrays, double[] mean, double[] logVariance)
    {
        ArrayValue z = Codes(mean, logVariance, out float[] noise);
        double[] densities = prior.LogDensity(Ops, z, arrays).Values;
        double[] ratios =
        [
            .. densities.Select((density, i) => (-0.5 * Enumerable.Range(0, Latent).Sum(k =>
                Math.Pow(noise[(i * Latent) + k], 2) + logVariance[k] + Math.Log(Math.Tau))) - density),
        ];
        double average = ratios.Average();
        return (average, Math.Sqrt(ratios.Average(ratio => Math.Pow(ratio - average, 2)) / Draws));
    }

    /// <summary>Draws of q, [Draws, K].</summary>
    private static ArrayValue Codes(double[] mean, double[] logVariance, out float[] noise)
    {
        noise = new float[Draws * Latent];
        StandardNormal.Fill(new Random(3), noise);
        return new ArrayValue(
            [.. noise.Select((value, i) => mean[i % Latent] + (Math.Exp(logVariance[i % Latent] / 2) * value))], Latent);
    }

    private static double Kl(Prior prior, Dictionary<string, ArrayValue> arrays, double[] mean, double[] logVariance) =>
        prior.KlDivergence(Ops, new ArrayValue(mean, Latent), new ArrayValue(logVariance, Latent), arrays).Values[0];

    private static double[] Clusters(Dictionary<string, ArrayValue> arrays, double[] mean, double[] logVariance) => Three
        .ClusterProbabilities(Ops, new ArrayValue(mean, Latent), new ArrayValue(logVariance, Latent), arrays).Values;

    private static Dictionary<string, ArrayValue> Arrays(double[] logits, double[] means, double[] logVariances) => new()
    {
        ["logits"] = new(logits, logits.Length),
        ["means"] = new(means, means.Length),
        ["log_variances"] = new(logVariances, logVariances.Length),
    };
}
