using MathNet.Numerics;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class ContinuousBernoulliLikelihoodTests
{
    private static readonly Dictionary<string, ArrayValue> NoWeights = [];

    // On either side of the place where the series begins, at its middle, and far out.
    public static TheoryData<double> Logits => [0, 1e-6, -0.2, 0.499, 0.501, -0.499, -0.501, 3, -8, 40, -200];

    [Theory]
    [MemberData(nameof(Logits))]
    public void The_density_integrates_to_one(double logits)
    {
        double integral = Integrate.GaussLegendre(x => Math.Exp(LogDensity(x, logits)), 0, 1, 512);

        Assert.Equal(1, integral, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Logits))]
    public void The_mean_is_that_of_the_density(double logits)
    {
        double mean = Likelihood.ContinuousBernoulli.Mean(new ArrayOps(), new ArrayValue(logits), NoWeights).Values[0];

        Assert.Equal(Integrate.GaussLegendre(x => x * Math.Exp(LogDensity(x, logits)), 0, 1, 512), mean, 1e-7);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void The_normalizing_constant_is_the_papers(double probability)
    {
        double logits = Math.Log(probability / (1 - probability));
        double constant = 2 * Math.Atanh(1 - (2 * probability)) / (1 - (2 * probability));
        double bernoulli = (0.3 * Math.Log(probability)) + (0.7 * Math.Log(1 - probability));

        Assert.Equal(Math.Log(constant) + bernoulli, LogDensity(0.3, logits), 1e-9);
    }

    private static double LogDensity(double x, double logits) => Likelihood.ContinuousBernoulli
        .LogDensity(new ArrayOps(), new ArrayValue(x), new ArrayValue(logits), NoWeights).Values[0];
}
