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
    public void A_held_out_row_has_the_score_that_the_graph_gives_it()
    {
        (LearnedScore scoring, float[] scores) = Learn(AnomalyScore.Combined);

        float[][] heldOut = [.. Every4th.Select(i => FourWide[i])];
        AssertSame(Graph(Vae with { Scoring = scoring }, heldOut), [.. Every4th.Select(i => scores[i])]);
    }

    [Fact]
    public void A_row_trained_on_has_the_negative_elbo_of_the_held_out_row_in_its_place_by_distance()
    {
        (LearnedScore scoring, float[] scores) = Learn(AnomalyScore.Combined);
        float[] near = Graph(Vae with { Scoring = new LearnedScore(AnomalyScore.Neighbors(5), scoring.Arrays) }, FourWide);
        float[] wide = Graph(Vae with { Scoring = new LearnedScore(AnomalyScore.Neighbors(20), scoring.Arrays) }, FourWide);
        float[] elbos = Graph(Vae, FourWide);
        int[] held = [.. Every4th.Select(i => (int)i).OrderBy(i => near[i])];
        int[] seen = [.. Enumerable.Range(0, 80).Except(held).OrderBy(i => near[i])];
        float[] lower = scoring.Arrays["lower_quartile"].Values;
        float[] range = scoring.Arrays["interquartile_range"].Values;

        // Three rows trained on for each that was not.
        double[] expected = [.. seen.Select((row, place) =>
        {
            double excess = elbos[held[place / 3]] - Vae.MinReconstructionError();
            return Math.Max(
                (0.8 * Position(0, near[row] + 1e-6)) + (0.2 * Position(2, excess + 1e-3)),
                Position(1, wide[row] + 1e-6) - 0.25);
        })];

        AssertNear(expected, [.. seen.Select(row => scores[row])]);

        double Position(int part, double value) => (Math.Log(value) - lower[part]) / range[part];
    }

    [Fact]
    public void Of_very_many_rows_a_random_part_is_scored()
    {
        float[][] many = [.. Enumerable.Range(0, 40_000).Select(i => new float[] { i, i % 7, i % 11, 0 })];

        (_, float[] scores) = Learn(AnomalyScore.Neighbors(1), many, [1, 2, 3]);

        Assert.Equal(HeldOutRows.MaxScores, scores.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_that_coincide_lose_one_neighbor_each_at_no_distance(bool combined)
    {
        float[][] rows = [.. FourWide[..10], .. FourWide[..10], .. FourWide[..10]];
        AnomalyScore score = combined ? AnomalyScore.Combined : AnomalyScore.Neighbors(2);

        (LearnedScore scoring, float[] scores) = Learn(score, rows, [.. Enumerable.Range(0, 30).Select(i => (long)i)]);

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
