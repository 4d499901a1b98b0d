using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class PoissonLikelihoodTests
{
    private static readonly Dictionary<string, ArrayValue> NoWeights = [];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -2)]
    [InlineData(7, 1.5)]
    [InlineData(400, 6)]
    public void The_probability_is_MathNets(int count, double output)
    {
        double density = Likelihood.Poisson.LogDensity(new ArrayOps(), new ArrayValue(count), new ArrayValue(output), NoWeights)
            .Values[0];

        Assert.Equal(new Poisson(Math.Exp(output)).ProbabilityLn(count), density, 1e-6);
    }

    [Fact]
    public void The_decoder_starts_at_the_mean_of_the_rows_and_the_encoder_sees_0_there()
    {
        Likelihood fitted = Fitted(4, 0, 8, 7);

        Assert.Equal(4, fitted.Mean(new ArrayOps(), new ArrayValue(0.0), NoWeights).Values[0], 1e-12);
        Assert.Equal(0, fitted.Encoded(new ArrayOps(), new ArrayValue(4.0)).Values[0], 1e-12);
    }

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void The_encoder_sees_counts_of_a_size_around_1_however_rare_they_are(double rate)
    {
        var random = new Random(1);
        float[] counts = [.. Enumerable.Range(0, 50_000).Select(_ => (float)CountValues.Draw(rate, random))];
        Likelihood fitted = Fitted(counts);

        double[] encoded = [.. counts.Select(count => fitted.Encoded(new ArrayOps(), new ArrayValue((double)count)).Values[0])];

        double mean = encoded.Average();
        Assert.InRange(Math.Sqrt(encoded.Average(value => (value - mean) * (value - mean))), 0.4, 1);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(9.9)]
    [InlineData(10.1)]
    [InlineData(5000)]
    public void Draws_have_the_mean_and_the_variance(double rate)
    {
        const int Count = 50_000;
        var random = new Random(1);
        double[] drawn = [.. Enumerable.Range(0, Count).Select(_ => CountValues.Draw(rate, random))];
        double variance = drawn.Average(value => (value - rate) * (value - rate));

        // The variance of the squared difference is rate + 2 rate².
        Assert.Equal(rate, drawn.Average(), 5 * Math.Sqrt(rate / Count));
        Assert.Equal(rate, variance, 5 * Math.Sqrt((rate + (2 * rate * rate)) / Count));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void Values_that_are_no_counts_are_refused(float value)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Fitted(1, value));

        Assert.Contains("Likelihood.Poisson needs counts", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Likelihood.Binned", refusal.Message, StringComparison.Ordinal);
    }

    private static Likelihood Fitted(params float[] counts) => Likelihood.Poisson.Fitted(new SlotValues(1, _ => counts));
}
