using VaeTransforms.Numerics;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

public sealed class SpectralClustersTests
{
    [Fact]
    public void Rings_around_each_other_are_clusters_which_k_means_cuts_in_two()
    {
        (RowMatrix points, int[] rings) = Rings(600);

        int[] found = SpectralClusters.Of(points, 2, new Random(1));
        int[] means = Clusters.Of(points, 2, starts: 20, new Random(1));

        Assert.InRange(Agreement(found, rings), 0.9, 1);
        Assert.InRange(Agreement(means, rings), 0.5, 0.8);
    }

    [Fact]
    public void A_few_points_far_away_are_no_cluster()
    {
        (RowMatrix rings, int[] labels) = Rings(600);
        var points = new RowMatrix([.. rings.Values, .. Enumerable.Repeat(100f, 24)], 2);

        int[] found = SpectralClusters.Of(points, 2, new Random(1));

        Assert.InRange(Agreement(found[..600], labels), 0.9, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_clusters()
    {
        RowMatrix points = Rings(200).Points;

        Assert.Equal(SpectralClusters.Of(points, 5, new Random(3)), SpectralClusters.Of(points, 5, new Random(3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Equal_points_are_one_cluster_or_several(int points)
    {
        int[] found = SpectralClusters.Of(new RowMatrix(new float[2 * points], 2), 1, new Random(1));
        int[] several = SpectralClusters.Of(new RowMatrix(new float[2 * points], 2), Math.Min(points, 3), new Random(1));

        Assert.Equal(new int[points], found);
        Assert.All(several, cluster => Assert.InRange(cluster, 0, 2));
    }

    private static (RowMatrix Points, int[] Rings) Rings(int count)
    {
        var random = new Random(1);
        int[] rings = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        return (new RowMatrix([.. rings.SelectMany(ring =>
        {
            double angle = 2 * Math.PI * random.NextDouble();
            double radius = 1 + (3 * ring) + (0.1 * RandomDraw.Normal(random));
            return new[] { (float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)) };
        })], 2), rings);
    }

    private static double Agreement(int[] found, int[] truth)
    {
        double same = found.Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        return Math.Max(same, 1 - same);
    }
}
