using VaeTransforms.Model;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class CombinedScoreTests
{
    [Theory]
    [InlineData("Gaussian")]
    [InlineData("StudentT")]
    [InlineData("Quantile")]
    public void A_score_is_the_largest_of_three_views(string model) =>
        AssertScores(model, AnomalyScore.Combined, Expected);

    private static double Expected(TrainedVae model, float[] row) => new[]
    {
        Nats(other => NegativeElbo(model, other)),
        Nats(other => Distance(model, other, 1, NeighborSpace.LatentAndResidual)),
        Nats(other => Distance(model, other, 25, NeighborSpace.Input)),
    }.Max(nats => nats(row));

    /// <summary>Of twenty held-out rows, five exceed the upper quartile, and fewer the next value.</summary>
    private static Func<float[], double> Nats(Func<float[], double> view)
    {
        double[] heldOut = [.. HeldOut.Select(row => view(Known[row])).Order()];
        double median = (heldOut[9] + heldOut[10]) / 2;
        double quartile = heldOut[14] + (0.25 * (heldOut[15] - heldOut[14]));
        return row => view(row) <= median
            ? Math.Log(2) * (view(row) - heldOut[0]) / (median - heldOut[0])
            : Math.Log(2) * (1 + ((view(row) - median) / (quartile - median)));
    }
}
