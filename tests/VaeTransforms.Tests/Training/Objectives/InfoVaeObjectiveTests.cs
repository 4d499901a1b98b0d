using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class InfoVaeObjectiveTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0.7)]
    public void The_discrepancy_matches_a_Monte_Carlo_estimate_of_the_priors_part(double? bandwidth)
    {
        var random = new Random(3);
        double[] z = [.. Enumerable.Range(0, 20).Select(_ => 2 * random.NextDouble())];
        double squared = bandwidth * bandwidth ?? 2;
        double[][] codes = [.. z.Chunk(2)];
        double[][] prior =
            [.. Enumerable.Range(0, 8000).Select(_ => Normal.Sample(random, 0, 1)).Chunk(2)];
        double expected = Mean(codes, codes) - (2 * Mean(codes, prior)) + prior.Zip(prior.Skip(1), Kernel).Average();

        double actual = Discrepancy(bandwidth, z, 2);

        Assert.Equal(expected, actual, 0.02);

        double Kernel(double[] a, double[] b) => Math.Exp(-a.Zip(b, (x, y) => (x - y) * (x - y)).Sum() / (2 * squared));

        double Mean(double[][] a, double[][] b) => a.Average(x => b.Average(y => Kernel(x, y)));
    }

    [Fact]
    public void Of_codes_like_the_prior_only_the_pairs_with_themselves_are_left()
    {
        var random = new Random(3);
        double[] z = [.. Enumerable.Range(0, 1000).Select(_ => Normal.Sample(random, 0, 1))];

        // Of 500 codes: (1 - E k(p, p')) / 500, and E k = (h² / (h² + 2))^(K / 2) = 1/2 for h² = K = 2.
        Assert.Equal(0.001, Discrepancy(null, z, 2), 0.002);
        Assert.True(Discrepancy(null, [.. z.Select(value => 0.5 * value)], 2) > 0.02);
        Assert.True(Discrepancy(null, [.. z.Select(value => value + 1)], 2) > 0.1);
    }

    [Fact]
    public void Alpha_takes_weight_from_the_KL_and_gives_it_to_the_discrepancy()
    {
        Objective objective = Objective.InfoVae(0.25, 8);
        var run = new ObjectiveRun(objective, TestModels.Architecture(5, 3, [6])) { Scheduled = objective.Weight };
        ObjectiveRun.Result result = run.Reference();

        Assert.Equal(
            result.Elbo.ReconstructionError + (0.75 * result.Elbo.KlDivergence)
                + (7.25 * result.Parts["MaximumMeanDiscrepancy"]),
            result.Loss,
            1e-9);
        Assert.Equal(0.75, objective.Weight);
        Assert.True(Objective.InfoVae(1, 8).MatchesPrior);
        Assert.False(Objective.Elbo(0).MatchesPrior);
    }

    private static double Discrepancy(double? bandwidth, double[] z, int latent) => Assert.Single(
        new InfoVaeObjective(0, 1, bandwidth).Discrepancy(new ObjectiveArrayOps(), new ArrayValue(z, latent)).Values);
}
