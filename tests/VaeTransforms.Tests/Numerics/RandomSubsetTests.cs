using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class RandomSubsetTests
{
    [Fact]
    public void Few_values_are_all_taken() => Assert.Equal([3L, 5, 8], RandomSubset.Of([3L, 5, 8], maxCount: 3, seed: 1));

    [Fact]
    public void A_part_of_many_is_in_order_without_repeats_and_follows_the_seed()
    {
        int[] all = [.. Enumerable.Range(0, 100)];
        int[] some = RandomSubset.Of(all, maxCount: 10, seed: 1);
        Assert.Equal(10, some.Length);
        Assert.Equal(some.Distinct().Order(), some);
        Assert.Equal(some, RandomSubset.Of(all, maxCount: 10, seed: 1));
        Assert.NotEqual(some, RandomSubset.Of(all, maxCount: 10, seed: 2));
        Assert.Equal(Enumerable.Range(0, 100), all);
    }

    [Fact]
    public void Every_value_is_as_likely_as_any_other()
    {
        int[] counts = new int[10];
        for (int seed = 0; seed < 2000; seed++)
        {
            foreach (int value in RandomSubset.Of([.. Enumerable.Range(0, 10)], maxCount: 3, seed))
            {
                counts[value]++;
            }
        }

        // 600 expected of each; the standard deviation is √(2000 · 0.3 · 0.7) = 20.5, so five of them.
        Assert.All(counts, count => Assert.InRange(count, 497, 703));
    }
}
