using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Clouds;

namespace VaeTransforms.Tests.Analysis;

public sealed class PriorDiscrepancyTests
{
    [Fact]
    public void MMD_matches_two_large_samples()
    {
        float[] codes = [.. Normal(600, 2, seed: 1).Select(x => (1.3f * x) + 0.4f)];
        float[] prior = Normal(3000, 2, seed: 2);

        double expected = Mean(codes, codes, skipEqual: true) - (2 * Mean(codes, prior)) + Mean(prior, prior, skipEqual: true);

        Assert.Equal(expected, PriorDiscrepancyTest.SquaredMmd(codes, 2), 0.005);
        Assert.InRange(expected, 0.03, 0.2);
    }

    [Fact]
    public void MMD_of_the_prior_is_0_on_average()
    {
        double mean = Enumerable.Range(0, 200).Average(seed => PriorDiscrepancyTest.SquaredMmd(Normal(100, 3, seed), 3));
        Assert.Equal(0, mean, 0.001);
    }

    [Fact]
    public void The_p_value_is_uniform_under_the_prior()
    {
        double[] pValues = [.. Enumerable.Range(0, 40)
            .Select(seed => PriorDiscrepancyTest.Run(Normal(60, 2, seed), 2, new Random(1000 + seed)).PValue)];

        Assert.InRange(pValues.Count(p => p <= 0.25), 3, 18);
        Assert.InRange(pValues.Average(), 0.35, 0.65);
    }

    [Theory]
    [InlineData(1, 0.4)]
    [InlineData(1.5, 0)]
    [InlineData(0.6, 0)]
    public void Codes_with_another_mean_or_scale_are_detected(double scale, double shift)
    {
        PriorDiscrepancy found = PriorDiscrepancyTest.Run(
            [.. Normal(500, 3, seed: 1).Select(x => (float)((scale * x) + shift))], 3, new Random(1));

        Assert.Equal(1.0 / 200, found.PValue);
        Assert.True(found.Value > found.NullQuantile95 && found.NullQuantile95 > found.NullMedian);
    }

    private static double Mean(float[] a, float[] b, bool skipEqual = false)
    {
        float[][] first = [.. a.Chunk(2)];
        float[][] second = [.. b.Chunk(2)];
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                double square = Math.Pow(first[i][0] - second[j][0], 2) + Math.Pow(first[i][1] - second[j][1], 2);
                sum += skipEqual && i == j ? 0 : Math.Exp(-square / 4);
            }
        }

        return sum / first.Length / (second.Length - (skipEqual ? 1 : 0));
    }
}
