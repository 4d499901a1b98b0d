using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class NegativeBinomialLikelihoodTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 1.2, -1)]
    [InlineData(50, 2, 1.5)]
    [InlineData(0, -3, 4)]
    public void The_probability_is_MathNets(int count, double output, double logShape)
    {
        double shape = Math.Exp(logShape);
        var reference = new NegativeBinomial(shape, shape / (shape + Math.Exp(output)));

        Assert.Equal(reference.ProbabilityLn(count), LogDensity(count, output, logShape), 1e-6);
    }

    [Fact]
    public void Probabilities_sum_to_one() => Assert.Equal(
        1, Enumerable.Range(0, 2000).Sum(count => Math.Exp(LogDensity(count, 2, 0.3))), 1e-6);

    [Fact]
    public void The_mean_is_the_decoders_and_starts_at_that_of_the_rows()
    {
        Likelihood fitted = Likelihood.NegativeBinomial.Fitted(new SlotValues(1, _ => [4, 0, 8, 7]));

        double mean = fitted.Mean(new ArrayOps(), new ArrayValue(Math.Log(2)), Weights(0)).Values[0];

        Assert.Equal(8, mean, 1e-9);
    }

    [Fact]
    public void A_value_that_is_no_count_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => Likelihood.NegativeBinomial.Fitted(new SlotValues(1, _ => [1, 2.5f])));

        Assert.Contains("Likelihood.NegativeBinomial needs counts", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2.5", refusal.Message, StringComparison.Ordinal);
    }

    private static double LogDensity(double count, double output, double logShape) => Likelihood.NegativeBinomial
        .LogDensity(new ArrayOps(), new ArrayValue(count), new ArrayValue(output), Weights(logShape)).Values[0];

    private static Dictionary<string, ArrayValue> Weights(double logShape) => new() { ["log_shape"] = new(logShape) };
}
