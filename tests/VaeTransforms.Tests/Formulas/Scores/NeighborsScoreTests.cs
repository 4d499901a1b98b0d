using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class NeighborsScoreTests
{
    [Theory]
    [InlineData("Gaussian", 5, NeighborSpace.Input)]
    [InlineData("StudentT", 5, NeighborSpace.Input)]
    [InlineData("Quantile", 5, NeighborSpace.Input)]
    [InlineData("Gaussian", 3, NeighborSpace.LatentAndResidual)]
    [InlineData("StudentT", 3, NeighborSpace.LatentAndResidual)]
    [InlineData("Quantile", 3, NeighborSpace.LatentAndResidual)]
    public void A_score_is_the_mean_distance_to_the_nearest_rows(string model, int count, NeighborSpace space) =>
        AssertScores(model, AnomalyScore.Neighbors(count, space), (vae, row) => Distance(vae, row, count, space));

    [Theory]
    [InlineData(1, NeighborSpace.Input)]
    [InlineData(5, NeighborSpace.Input)]
    [InlineData(79, NeighborSpace.Input)]
    [InlineData(500, NeighborSpace.Input)]
    [InlineData(2, NeighborSpace.LatentAndResidual)]
    public void A_known_row_is_not_its_own_neighbor(int count, NeighborSpace space)
    {
        AnomalyScore score = AnomalyScore.Neighbors(count, space);

        double[] expected = [.. Known.Select(row => Distance(Models["Gaussian"], row, count, space))];
        AssertNear(expected, Graph(Learned("Gaussian", score), Known));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void A_count_out_of_range_is_refused(int count)
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.Neighbors(count));

        Assert.StartsWith($"count must be from 1 to 1024; 5 is usual. It was {count}.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_space_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.Neighbors(1, (NeighborSpace)7));
}
