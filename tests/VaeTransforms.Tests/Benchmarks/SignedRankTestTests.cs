using VaeTransforms.Benchmarks.Anomaly;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class SignedRankTestTests
{
    [Fact]
    public void Differences_of_one_sign_are_as_unlikely_as_that_pattern_of_signs() =>
        Assert.Equal(2 / 1024.0, SignedRankTest.PValue(Enumerable.Range(1, 10).Select(i => -0.1 * i)), 1e-12);

    [Fact]
    public void The_exact_value_is_that_of_all_sign_patterns_counted()
    {
        double[] differences = [0.4, -0.1, 0.9, 1.3, -0.6, 2.0, 0.2, 0];

        // Ranks of the seven that are not 0: 3, -1, 5, 6, -4, 7, 2. Patterns of signs whose negative ranks sum to at most 5.
        int patterns = Enumerable.Range(0, 128)
            .Count(signs => Enumerable.Range(0, 7).Sum(i => (signs >> i & 1) == 1 ? i + 1 : 0) <= 5);

        Assert.Equal(2 * patterns / 128.0, SignedRankTest.PValue(differences), 1e-12);
    }

    [Fact]
    public void With_ties_it_is_near_the_share_of_random_signs_that_are_as_far()
    {
        double[] differences = [1, 1, 1, -1, 2, 2, -2, 3, 3, 4, 5, -5, 6, 6, 7];
        double[] ranks = [2.5, 2.5, 2.5, 2.5, 6, 6, 6, 8.5, 8.5, 10, 11.5, 11.5, 13.5, 13.5, 15];
        double negative = 2.5 + 6 + 11.5;
        int far = Enumerable.Range(0, 1 << 15)
            .Count(signs => ranks.Where((_, i) => (signs >> i & 1) == 1).Sum() <= negative);

        Assert.Equal(2.0 * far / (1 << 15), SignedRankTest.PValue(differences), 0.005);
    }

    [Fact]
    public void Without_a_difference_nothing_is_shown() => Assert.Equal(1, SignedRankTest.PValue([0, 0, 0]));
}
