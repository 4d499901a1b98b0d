using VaeTransforms.Benchmarks.Anomaly;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class FalsePositivesTests
{
    // From tables, the central 95 % of Binomial(100, 0.05) are 1 to 10, with tails of 0.6 and 1.1 percent.
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void The_binomial_interval_is_that_of_the_tables(int flagged, bool within) =>
        Assert.Equal(within, new FalsePositives("", 0, 0.05, 100, 100, flagged).IsBinomial);

    [Theory]
    [InlineData(100, 500)]
    [InlineData(1000, 500)]
    public void Counts_over_sampled_thresholds_are_in_the_predictive_interval_at_its_nominal_rate(int heldOut, int fresh)
    {
        var random = new Random(1);
        double within = Enumerable.Range(0, 2000).Average(_ =>
        {
            float[] sample = [.. Enumerable.Range(0, heldOut).Select(_ => random.NextSingle())];
            double threshold = VaeTransforms.Numerics.SampleQuantile.ForNewDraw(sample, 0.95);
            int flagged = Enumerable.Range(0, fresh).Count(_ => random.NextDouble() > threshold);
            return new FalsePositives("", 0, 0.05, heldOut, fresh, flagged).IsPredicted ? 1 : 0;
        });
        Assert.InRange(within, 0.935, 0.98);
    }
}
