using MathNet.Numerics.Distributions;
using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class LogNormalLikelihoodTests
{
    private static readonly float[] Amounts = [1, 2, 4, 8, 1000];

    [Theory]
    [InlineData(3, 0.2, 0)]
    [InlineData(0.01, -1, 1.3)]
    [InlineData(1e5, 2, -2)]
    public void The_density_and_the_mean_are_MathNets_in_the_inputs_own_units(double x, double output, double logVariance)
    {
        var fitted = (LogNormalLikelihood)Fitted(Amounts);
        double scale = fitted.Scales[0];
        var reference = new LogNormal(fitted.Centers[0] + (scale * output), scale * Math.Exp(logVariance / 2));

        Assert.Equal(reference.DensityLn(x), LogDensity(fitted, x, output, logVariance), 1e-9 * Math.Abs(reference.DensityLn(x)));
        Assert.Equal(reference.Mean, Mean(fitted, output, logVariance), 1e-9 * reference.Mean);
    }

    [Fact]
    public void The_encoder_sees_standardized_logarithms()
    {
        double[] encoded = Fitted(Amounts).Encoded(
            new ArrayOps(), new ArrayValue([.. Amounts.Select(value => (double)value)], 1)).Values;

        Assert.Equal(0, encoded.Average(), 1e-12);
        Assert.Equal(1, encoded.Average(value => value * value), 1e-12);
    }

    [Fact]
    public void Only_zeros_need_an_offset_which_is_the_smallest_other_value()
    {
        Assert.Equal(0, ((LogNormalLikelihood)Fitted(Amounts)).Offsets[0]);
        Assert.Equal(0.5, ((LogNormalLikelihood)Fitted(3, 0, 0.5f)).Offsets[0]);
        Assert.Equal(1, ((LogNormalLikelihood)Fitted(0, 0)).Offsets[0]);
        Assert.Equal(-0.5, Fitted(3, 0, 0.5f).Min);
    }

    [Fact]
    public void With_an_offset_the_density_integrates_to_one()
    {
        Likelihood fitted = Fitted(3, 0, 0.5f);
        const double Step = 1e-3;
        double sum = Enumerable.Range(0, 200_000)
            .Select(i => -0.5 + ((i + 0.5) * Step))
            .Chunk(50_000)
            .Sum(x => fitted.LogDensity(new ArrayOps(), new ArrayValue(x, 1), new ArrayValue(0.0), Weights(-0.5)).Values
                .Sum(value => Math.Exp(value) * Step));

        Assert.Equal(1, sum, 1e-3);
    }

    [Fact]
    public void A_mean_does_not_overflow_and_a_value_without_a_logarithm_is_improbable()
    {
        Likelihood fitted = Fitted(Amounts);

        Assert.True(float.IsFinite((float)Mean(fitted, 1e6, 6)));
        Assert.InRange(LogDensity(fitted, -5, 0, 0), -1000, -100);
        Assert.InRange(LogDensity(fitted, 0, 0, 0), -1000, -100);
    }

    [Fact]
    public void A_negative_amount_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Fitted(3, -0.25f));

        Assert.Contains("a value is -0.25", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Likelihood.Binned", refusal.Message, StringComparison.Ordinal);
    }

    private static Likelihood Fitted(params float[] column) => Likelihood.LogNormal.Fitted(new SlotValues(1, _ => column));

    private static double LogDensity(Likelihood likelihood, double x, double output, double logVariance) => likelihood
        .LogDensity(new ArrayOps(), new ArrayValue(x), new ArrayValue(output), Weights(logVariance)).Values[0];

    private static double Mean(Likelihood likelihood, double output, double logVariance) =>
        likelihood.Mean(new ArrayOps(), new ArrayValue(output), Weights(logVariance)).Values[0];

    private static Dictionary<string, ArrayValue> Weights(double logVariance) => new() { ["log_variance"] = new(logVariance) };
}
