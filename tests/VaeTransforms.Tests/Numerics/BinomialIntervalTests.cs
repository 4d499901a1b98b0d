using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class BinomialIntervalTests
{
    // From tables of the exact interval with 95 % confidence.
    [Theory]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(5, 100, 0.0164, 0.1128)]
    public void Ends_are_those_of_the_tables(int successes, int trials, double lower, double upper)
    {
        Assert.Equal(lower, BinomialInterval.Lower(successes, trials, 0.025), 4);
        Assert.Equal(upper, BinomialInterval.Upper(successes, trials, 0.025), 4);
    }

    [Fact]
    public void The_upper_limit_without_successes_has_a_closed_form() =>
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 3000), BinomialInterval.Upper(0, 3000, 0.05), 12);

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(200, 0.05)]
    public void The_coverage_of_the_interval_is_at_least_its_confidence(int trials, double rate)
    {
        // Summed over every possible count: the exact coverage, not an estimate.
        double coverage = Enumerable.Range(0, trials + 1)
            .Where(k => rate >= BinomialInterval.Lower(k, trials, 0.025) && rate <= BinomialInterval.Upper(k, trials, 0.025))
            .Sum(k => Cumulative(k) - (k == 0 ? 0 : Cumulative(k - 1)));
        Assert.InRange(coverage, 0.95, 0.99);

        double Cumulative(int k) => BinomialInterval.Cumulative(k, trials, rate);
    }

    [Fact]
    public void Probabilities_add_up_where_single_terms_are_below_the_smallest_double() =>
        Assert.InRange(BinomialInterval.Cumulative(10_000, 20_000, 0.5), 0.5, 0.51);
}
