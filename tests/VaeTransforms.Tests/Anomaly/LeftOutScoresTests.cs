using VaeTransforms.Detection;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Anomaly;

public sealed class LeftOutScoresTests
{
    private static readonly TrainedVae Vae = TestModels.WithoutNormalization(TestModels.Random(TestModels.Architecture(inputSize: 4)));
    private static readonly float[][] Rows = TestModels.Rows(Vae, 80);
    private static readonly float[] Flat = [.. Rows.SelectMany(row => row)];

    // Every fourth.
    private static readonly long[] HeldOut = [.. Enumerable.Range(0, 20).Select(i => 4L * i)];

    [Fact]
    public void Distances_are_those_that_the_graph_gives_a_known_row()
    {
        ScoreLesson lesson = Learn(AnomalyScore.Neighbors(3));

        AssertNear(Graph(lesson.Scoring, Rows), lesson.LeftOutScores!);
    }

    [Fact]
    public void A_known_row_scores_as_if_it_were_new_to_the_neighbours()
    {
        ScoreLesson lesson = Learn(AnomalyScore.Neighbors(3));
        ReferencePoints all = lesson.Scoring.References!;

        LearnedScore without = lesson.Scoring with { References = all with { Values = all.Values[all.Width..] } };

        AssertNear(Graph(without, [Rows[0]]), lesson.LeftOutScores![..1]);
        Assert.Equal(80, all.Count);
    }

    [Fact]
    public void A_held_out_row_has_the_score_that_the_graph_gives_it()
    {
        ScoreLesson lesson = Learn(AnomalyScore.Combined);

        AssertNear(Graph(lesson.Scoring, [.. HeldOut.Select(i => Rows[i])]), [.. HeldOut.Select(i => lesson.LeftOutScores![i])]);
    }

    [Fact]
    public void A_row_trained_on_has_the_energy_of_the_held_out_row_in_its_place_by_distance()
    {
        ScoreLesson lesson = Learn(AnomalyScore.Combined);
        LearnedScore scoring = lesson.Scoring;
        (float[] near, float[] wide) = NeighborDistances.Of(scoring.References!.Values, scoring.References, 5, scoring.WideCount);
        int[] held = [.. HeldOut.Select(i => (int)i).OrderBy(i => near[i])];
        int[] seen = [.. Enumerable.Range(0, 80).Except(held).OrderBy(i => near[i])];
        float[] energies = ScoreLearning.Energies(Vae, Flat, [.. held.Select(i => (long)i)], scoring.EnergyOffset);

        // Three rows trained on for each that was not.
        float[] expected = [.. seen.Select((row, place) => scoring.Combine(near[row], wide[row], energies[place / 3]))];

        AssertNear(expected, [.. seen.Select(row => lesson.LeftOutScores![row])]);
    }

    [Fact]
    public void Of_very_many_rows_a_random_part_is_scored()
    {
        float[] many = [.. Enumerable.Range(0, 40_000).SelectMany(i => new float[] { i, i % 7, i % 11, 0 })];

        float[] scores = ScoreLearning.Learn(Vae, many, 40_000, [1, 2, 3], AnomalyScore.Neighbors(1)).LeftOutScores!;

        Assert.Equal(HeldOutRows.MostScores, scores.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_that_coincide_lose_one_neighbour_each_at_no_distance(bool combined)
    {
        float[][] rows = [.. Rows[..10], .. Rows[..10], .. Rows[..10]];
        AnomalyScore score = combined ? AnomalyScore.Combined : AnomalyScore.Neighbors(2);

        ScoreLesson lesson = ScoreLearning.Learn(Vae, [.. rows.SelectMany(row => row)], 30, [.. Enumerable.Range(0, 30).Select(i => (long)i)], score);

        AssertNear(Graph(lesson.Scoring, rows), lesson.LeftOutScores!);
    }

    private static ScoreLesson Learn(AnomalyScore score) => ScoreLearning.Learn(Vae, Flat, 80, HeldOut, score);

    private static float[] Graph(LearnedScore scoring, float[][] rows)
    {
        using var scorer = new VaeScorer(Vae with { Scoring = scoring });
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, rows.Length);
        return [.. BatchedRows.Compute(batch, rows, VaeOutputs.Score).Select(values => values[0])];
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Near.Equal(pair.First, pair.Second, 1e-4));
    }
}
