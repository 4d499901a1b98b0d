using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class PosteriorMomentsTests
{
    [Fact]
    public void Moments_match_plain_sums_also_far_from_the_origin()
    {
        float[][] means = [[1e5f + 1, 2], [1e5f + 3, 1], [1e5f + 5, 6]];
        float[][] logVariances = [[0, -1], [1, -2], [-1, -3]];
        var moments = new PosteriorMoments(2);
        for (int i = 0; i < 3; i++)
        {
            moments.Add(means[i], logVariances[i]);
        }

        LatentDimensionReport[] dimensions = moments.Dimensions([0.5, 2]);

        double variance = (1 + Math.E + (1 / Math.E)) / 3;
        Assert.Equal(1e5 + 3, dimensions[0].MeanOfMeans, 1e-9);
        Assert.Equal(8.0 / 3, dimensions[0].VarianceOfMeans, 1e-9);
        Assert.Equal(variance, dimensions[0].PosteriorVariance, 1e-6);
        Assert.Equal(2, dimensions[1].KlDivergence);
        Assert.Equal([1e5 + 3, 3], moments.Mean());
        Assert.Equal((8.0 / 3) + variance, moments.AggregateCovariance()[0][0], 1e-6);
        Assert.Equal(8.0 / 3, moments.AggregateCovariance()[0][1], 1e-9);
        Assert.Equal(8.0 / 3, moments.AggregateCovariance()[1][0], 1e-9);
    }

    [Theory]
    [InlineData(1, 0.1, 2, LatentDimensionState.Active)]
    [InlineData(100, 10, 50, LatentDimensionState.Active)]
    [InlineData(0.001, 0.99, 0.001, LatentDimensionState.CollapsedToPrior)]
    [InlineData(0.00001, 0.1, 1, LatentDimensionState.Unused)]
    [InlineData(0, 0.00001, 5, LatentDimensionState.Unused)]
    [InlineData(1, 0.0002, 4, LatentDimensionState.Active)]
    [InlineData(1, 0.00005, 4, LatentDimensionState.CollapsedToPoint)]
    [InlineData(400, 0.01, 200, LatentDimensionState.CollapsedToPoint)]
    public void The_state_of_a_dimension_follows_the_share_of_the_signal(
        double variance, double posterior, double kl, LatentDimensionState expected)
    {
        var moments = new PosteriorMoments(1);
        float deviation = (float)Math.Sqrt(variance);
        moments.Add([3 + deviation], [(float)Math.Log(posterior)]);
        moments.Add([3 - deviation], [(float)Math.Log(posterior)]);

        Assert.Equal(expected, moments.Dimensions([kl])[0].State);
    }
}
