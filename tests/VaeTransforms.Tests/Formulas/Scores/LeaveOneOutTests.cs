using VaeTransforms.Detection;
using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Tests.Onnx;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class LeaveOneOutTests
{
    private static readonly TrainedVae Vae =
        TestModels.WithoutNormalization(TestModels.Random(TestModels.Architecture(inputSize: 4)));

    private static readonly float[][] FourWide = TestModels.Rows(Vae, 80);

    // Every fourth.
    private static readonly long[] Every4th = [.. Enumerable.Range(0, 20).Select(i => 4L * i)];

    [Fact]
    public void Distances_are_those_that_the_graph_gives_a_known_row()
    {
        (LearnedScore scoring, float[] scores) = Learn(AnomalyScore.Neighbors(3));

        AssertSame(Graph(Vae with { Scoring = scoring }, FourWide), scores);
    }

    [Fact]
    public void A_known_row_scores_as_if_it_were_new_to_the_neighbors()
    {
        (LearnedScore scoring, float[] scores) = Learn(AnomalyScore.Neighbors(3));
        NamedTensor references = scoring.Arrays["references"];
        Assert.Equal([80, 4], references.Shape);

        var without = new LearnedArrays(
            scoring.Arrays["center"],
            scoring.Arrays["scale"],
            references with { Shape = [79, 4], Values = references.Values[4..] });

        AssertSame(Graph(Vae with { Scoring = scoring with { Arrays = without } }, [FourWide[0]]), scores[..1]);
    }

    [Fact]
    public void Of_very_many_rows_a_random_part_is_scored()
    {
        float[][] many = [.. Enumerable.Range(0, 40_000).Select(i => new float[] { i, i % 7, i % 11, 0 })];

        (_, float[] scores) = Learn(AnomalyScore.Neighbors(1), many, [1, 2, 3]);

        Assert.Equal(HeldOutRows.MaxScores, scores.Length);
    }

    [Fact]
    public void Rows_that_coincide_lose_one_neighbor_each_at_no_distance()
    {
        float[][] rows = [.. FourWide[..10], .. FourWide[..10], .. FourWide[..10]];

        long[] all = [.. Enumerable.Range(0, rows.Length).Select(i => (long)i)];
        (LearnedScore scoring, float[] scores) = Learn(AnomalyScore.Neighbors(2), rows, all);

        AssertSame(Graph(Vae with { Scoring = scoring }, rows), scores);
    }

    private static (LearnedScore Scoring, float[] Scores) Learn(AnomalyScore score) => Learn(score, FourWide, Every4th);

    private static (LearnedScore Scoring, float[] Scores) Learn(AnomalyScore score, float[][] rows, long[] heldOut)
    {
        ScoreRows scoreRows = Rows(Vae, rows, heldOut);
        var scoring = new LearnedScore(score, score.Learn(scoreRows).Arrays);
        return (scoring, HeldOutRows.LeaveOneOut(scoring, scoreRows));
    }

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Near.Equal(pair.First, pair.Second, 1e-4));
    }
}
