using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class ClusterMomentsTests
{
    [Fact]
    public void Each_cluster_has_the_moments_of_the_distribution_that_its_points_were_drawn_from()
    {
        var random = new Random(2);
        double[][] centers = [[0, 0], [6, 1], [-3, 7]];
        double[] shares = [0.5, 0.3, 0.2];
        double[] spreads = [1, 0.5, 2];
        int[] clusters =
            [.. Enumerable.Range(0, 3000).Select(_ => RandomDraw.Category([.. shares.Select(share => Math.Log(share))], random))];
        float[] means =
        [
            .. clusters.SelectMany(c =>
                centers[c].Select(center => (float)(center + (spreads[c] * RandomDraw.Normal(random))))),
        ];

        // Points that do not count may be anywhere.
        means = [.. means, 1000, 1000];
        ClusterMoments moments = ClusterMoments.Of(
            new RowMatrix(means, 2), new RowMatrix([.. means.Select(_ => 0.01f)], 2), 3, [.. clusters, -1]);

        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(shares[c], moments.Weights[c], 0.03);
            Assert.Equal(centers[c][0], moments.Means[c][0], 0.2);
            Assert.Equal(centers[c][1], moments.Means[c][1], 0.2);
            Assert.All(
                moments.Variances[c],
                variance => Assert.Equal((spreads[c] * spreads[c]) + 0.01, variance, spreads[c] * 0.4));
        }
    }

    [Fact]
    public void Equal_points_and_empty_clusters_give_finite_numbers()
    {
        var same = new RowMatrix([.. Enumerable.Repeat(2f, 10)], 2);
        var variances = new RowMatrix([.. Enumerable.Repeat(0.5f, 10)], 2);

        ClusterMoments moments = ClusterMoments.Of(same, variances, 4, [0, 0, 0, 1, 1]);

        Assert.Equal(1, moments.Weights.Sum(), 12);
        Assert.All(moments.Weights, weight => Assert.True(weight > 0));
        Assert.All(moments.Variances.SelectMany(variance => variance), variance => Assert.Equal(0.5, variance, 6));
    }
}
