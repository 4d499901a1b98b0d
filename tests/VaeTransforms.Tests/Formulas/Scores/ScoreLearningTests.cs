using VaeTransforms.Detection;
using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class ScoreLearningTests
{
    private static readonly TrainedVae Vae =
        TestModels.WithoutNormalization(TestModels.Random(TestModels.Architecture(inputSize: 4)));

    /// <summary>Normal rows all around, and thirty in a hundred-thousandth of the space, ten deviations off.</summary>
    [Fact]
    public void A_cluster_of_anomalies_that_was_trained_on_scores_above_normal_rows_by_the_combination_only()
    {
        float[][] rows = [.. TestModels.Rows(Vae, 970).Select(row => row.Select(x => x / 2).ToArray()), .. Cluster(30)];

        (float[] combined, AnomalyScoreReport report) = Scores(rows, AnomalyScore.Combined);
        (float[] near, _) = Scores(rows, AnomalyScore.Neighbors());

        float highest = combined[..970].Order().ElementAt(950);
        Assert.All(combined[970..], score => Assert.True(score > highest));
        Assert.All(near[970..], score => Assert.True(score < near[..970].Min()));
        Assert.Equal(3, report.Parts.Count);
        Assert.Equal(1, report.Parts.Sum(part => part.Share), 1e-9);
    }

    [Fact]
    public void A_slot_counts_by_its_range_and_a_constant_one_as_it_is()
    {
        float[][] rows = [.. Enumerable.Range(0, 50).Select(i => new float[] { i, 1000 * i, 7, i % 2 })];

        LearnedArrays arrays = Learn(rows, AnomalyScore.Neighbors()).Arrays;

        Assert.Equal([49, 49000, 1, 1], arrays["scale"].Values);
        Assert.Equal([50, 4], arrays["references"].Shape);
        Assert.Equal(new[] { -0.5f, -0.5f, 0, -0.5f }, arrays["references"].Values[..4]);
    }

    [Fact]
    public void All_rows_become_neighbors_and_of_many_a_random_part()
    {
        float[][] rows = [.. Enumerable.Range(0, 12_000).Select(i => new float[] { i, 0, 0, 0 })];
        long[] heldOut = [.. Enumerable.Range(0, 12_000).Where(i => i % 5 == 0).Select(i => (long)i)];

        (LearnedArrays arrays, AnomalyScoreReport report) =
            AnomalyScore.Neighbors().Learn(ScoreRuns.Rows(Vae, rows, heldOut));

        var points = new RowMatrix(arrays["references"].Values, 4);
        int[] places = [.. Enumerable.Range(0, points.Rows)
            .Select(i => (int)Math.Round((points.Row(i)[0] * arrays["scale"].Values[0]) + arrays["center"].Values[0]))];
        Assert.Equal(8192, places.Distinct().Count()); // 32,768 numbers
        Assert.InRange(places.Count(place => place % 5 == 0), 1500, 1800);
        Assert.True(places.Max() > 11_900, "The part is random, not the first.");
        Assert.Equal((8192, 5), (report.References, report.NearNeighbors));
    }

    [Fact]
    public void The_combination_keeps_two_sets_of_neighbors()
    {
        float[][] rows = TestModels.Rows(Vae, 6000);
        long[] heldOut = [.. Enumerable.Range(0, 6000).Where(i => i % 5 == 0).Select(i => (long)i)];

        (LearnedArrays arrays, AnomalyScoreReport report) = AnomalyScore.Combined.Learn(ScoreRuns.Rows(Vae, rows, heldOut));

        Assert.Equal([5461, 6], arrays["near_references"].Shape);
        Assert.Equal([256, 4], arrays["wide_references"].Shape);
        Assert.Equal(
            (5461, 1, 256, 25),
            (report.References, report.NearNeighbors, report.WideReferences, report.WideNeighbors));
    }

    [Fact]
    public void A_residual_counts_by_what_held_out_rows_show()
    {
        AnomalyScore score = AnomalyScore.Neighbors(5, NeighborSpace.LatentAndResidual);
        float[][] rows = TestModels.Rows(Vae, 50);

        LearnedArrays arrays = score.Learn(ScoreRuns.Rows(Vae, rows, [0, 7, 49])).Arrays;

        var points = new RowMatrix(arrays["references"].Values, 6);
        Assert.Equal(50, points.Rows);
        Assert.All(Enumerable.Range(2, 4), column =>
            Assert.Equal(1, Math.Sqrt(points.Column(column, [0, 7, 49]).Average(value => (double)value * value)), 1e-5));
        Assert.False(score.HasLeaveOneOut);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(12)]
    public void Few_rows_have_as_many_neighbors_as_there_are(int count)
    {
        (LearnedArrays arrays, AnomalyScoreReport report) = Learn(TestModels.Rows(Vae, count), AnomalyScore.Combined);

        Assert.Equal(count - 1, report.WideNeighbors);
        Assert.Equal(count, arrays["wide_references"].Shape[0]);
        (float[] scores, _) = Scores(TestModels.Rows(Vae, count), AnomalyScore.Combined);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Rows_that_are_all_equal_have_finite_scores()
    {
        float[][] rows = [.. Enumerable.Repeat(new float[] { 1, 2, 3, 4 }, 30)];

        (float[] scores, _) = Scores(rows, AnomalyScore.Combined);

        Assert.Single(scores.Distinct());
        Assert.True(float.IsFinite(scores[0]));
    }

    [Fact]
    public void The_farthest_rows_are_trimmed_clusters_of_them_too_and_never_held_out_ones()
    {
        float[][] rows = [.. TestModels.Rows(Vae, 970).Select(row => row.Select(x => x / 2).ToArray()), .. Cluster(30)];
        long[] among = [.. Enumerable.Range(0, 1000).Where(i => i % 5 != 0).Select(i => (long)i)];

        var matrix = new RowMatrix([.. rows.SelectMany(row => row)], 4);
        long[] far = FarRows.Find(matrix, among, 0.05, seed: 1);

        Assert.Equal(40, far.Length);
        Assert.Equal(among.Where(i => i >= 970), far.Where(i => i >= 970));
        Assert.Equal(far.Order(), far);
        Assert.DoesNotContain(far, i => i % 5 == 0);
        Assert.Empty(FarRows.Find(matrix, among, 0, seed: 1));
    }

    private static IEnumerable<float[]> Cluster(int count)
    {
        var random = new Random(1);
        return Enumerable.Range(0, count)
            .Select(_ => Enumerable.Range(0, 4).Select(_ => 5 + (1e-3f * random.NextSingle())).ToArray());
    }

    private static ScoreLearning Learn(float[][] rows, AnomalyScore score) => score.Learn(ScoreRuns.Rows(Vae, rows, []));

    private static (float[] Scores, AnomalyScoreReport Report) Scores(float[][] rows, AnomalyScore score)
    {
        (LearnedArrays arrays, AnomalyScoreReport report) = Learn(rows, score);
        return (ScoreRuns.Graph(Vae with { Scoring = new LearnedScore(score, arrays) }, rows), report);
    }
}
