using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class ZeroInflatedLikelihoodTests
{
    private const double Zero = 0.3;

    private static readonly double Logit = Math.Log(Zero / (1 - Zero));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public void A_count_is_0_for_either_reason(int count)
    {
        double inner = new Poisson(Math.Exp(0.4)).Probability(count);
        double expected = ((1 - Zero) * inner) + (count == 0 ? Zero : 0);

        Assert.Equal(Math.Log(expected), LogDensity(Likelihood.ZeroInflated(Likelihood.Poisson), count, 0.4), 1e-7);
    }

    [Fact]
    public void An_amount_is_0_for_its_own_reason_only()
    {
        var reference = new LogNormal(0.4, 1);
        Likelihood inflated = Likelihood.ZeroInflated(Likelihood.LogNormal);

        Assert.Equal(Math.Log(Zero), LogDensity(inflated, 0, 0.4), 1e-12);
        Assert.Equal(Math.Log((1 - Zero) * reference.Density(2.5)), LogDensity(inflated, 2.5, 0.4), 1e-12);
        Assert.Equal(Math.Log((1 - Zero) * reference.Density(1e-6)), LogDensity(inflated, 1e-6, 0.4), 1e-10);
    }

    [Fact]
    public void The_mean_is_that_of_the_others_times_their_probability()
    {
        double mean = Likelihood.ZeroInflated(Likelihood.LogNormal)
            .Mean(new ArrayOps(), new ArrayValue([0.4, Logit], 2), Weights).Values[0];

        Assert.Equal((1 - Zero) * new LogNormal(0.4, 1).Mean, mean, 1e-9);
    }

    [Fact]
    public void A_density_is_fitted_to_the_other_values_and_the_encoder_sees_zeros_apart()
    {
        float[] others = [1, 10, 100];
        var fitted = (ZeroInflatedLikelihood)Likelihood.ZeroInflated(Likelihood.LogNormal)
            .Fitted(new SlotValues(1, _ => [0, .. others, 0, 0]));

        Assert.Equal(Likelihood.LogNormal.Fitted(new SlotValues(1, _ => others)), fitted.Inner);
        Assert.Equal(-3, fitted.Encoded(new ArrayOps(), new ArrayValue(0.0)).Values[0]);
        Assert.Equal(0, fitted.Encoded(new ArrayOps(), new ArrayValue(10.0)).Values[0], 1e-9);
    }

    [Fact]
    public void A_likelihood_without_units_of_its_own_is_refused()
    {
        Likelihood[] unfit = [Likelihood.Gaussian, Likelihood.Categorical, Likelihood.ZeroInflated(Likelihood.Poisson)];
        foreach (Likelihood inner in unfit)
        {
            var refusal = Assert.Throws<ArgumentException>(() => Likelihood.ZeroInflated(inner));

            Assert.Contains($"It was {inner.Name}.", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Likelihood.LogNormal", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, ArrayValue> Weights => new() { ["log_variance"] = new(0.0) };

    private static double LogDensity(Likelihood likelihood, double x, double output) =>
        likelihood.LogDensity(new ArrayOps(), new ArrayValue(x), new ArrayValue([output, Logit], 2), Weights).Values[0];
}
