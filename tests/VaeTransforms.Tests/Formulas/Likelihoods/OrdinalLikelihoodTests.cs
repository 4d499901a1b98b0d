using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class OrdinalLikelihoodTests
{
    private const double First = -0.7;
    private const double Gap = 1.3;

    // Levels 1, 2 and 5 with thresholds First and First + Gap.
    private static readonly Dictionary<string, ArrayValue> Weights = new()
    {
        ["threshold"] = new(First),
        ["log_gap_1"] = new(Math.Log(Gap)),
    };

    private static Likelihood Fitted => Likelihood.Ordinal.Fitted(new SlotValues(1, _ => [5, 1, 2, 1, 5]));

    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    [InlineData(-30)]
    public void Probabilities_are_differences_of_cumulative_logits(double location)
    {
        double[] cumulative = [Sigmoid(First - location), Sigmoid(First + Gap - location)];
        double[] expected = [cumulative[0], cumulative[1] - cumulative[0], 1 - cumulative[1]];

        double[] density = LogDensity([1, 2, 5], location);

        Assert.Equal(1, density.Sum(Math.Exp), 1e-12);
        Assert.Equal(expected, density.Select(Math.Exp), (a, b) => Math.Abs(a - b) < 1e-12);
        double mean = expected[0] + (2 * expected[1]) + (5 * expected[2]);
        Assert.Equal(mean, Fitted.Mean(new ArrayOps(), new ArrayValue(location), Weights).Values[0], 1e-9);
    }

    [Fact]
    public void Odds_are_proportional()
    {
        double[] odds = [.. new[] { 0.0, 1.0 }.Select(location => LogDensity([1], location)[0])
            .Select(density => density - Math.Log(1 - Math.Exp(density)))];

        Assert.Equal(1, odds[0] - odds[1], 1e-9);
    }

    [Fact]
    public void A_level_far_from_the_location_keeps_its_digits() =>
        Assert.Equal(-200 + First + Math.Log(Math.Exp(Gap) - 1), LogDensity([2], 200)[0], 1e-9);

    [Fact]
    public void A_number_that_is_no_level_has_the_probability_of_one_row_more() =>
        Assert.All(LogDensity([3, 0, 7, 1.5], 0), density => Assert.Equal(-Math.Log(6), density, 1e-12));

    [Fact]
    public void The_encoder_sees_standardized_levels()
    {
        double[] encoded = Fitted.Encoded(new ArrayOps(), new ArrayValue([5, 1, 2, 1, 5], 1)).Values;

        Assert.Equal(0, encoded.Average(), 1e-12);
        Assert.Equal(1, encoded.Average(value => value * value), 1e-12);
    }

    [Fact]
    public void More_than_32_levels_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => Likelihood.Ordinal.Fitted(new SlotValues(1, _ => [.. Enumerable.Range(0, 40).Select(i => i + 0.5f)])));

        Assert.Contains("at most 32 levels", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("40 different values, from 0.5 to 39.5", refusal.Message, StringComparison.Ordinal);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] LogDensity(double[] x, double location) =>
        Fitted.LogDensity(new ArrayOps(), new ArrayValue(x, 1), new ArrayValue(location), Weights).Values;
}
