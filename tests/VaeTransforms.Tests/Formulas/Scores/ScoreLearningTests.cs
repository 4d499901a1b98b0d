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
        Assert.Equal(0.03, report.MaskedShare!.Value, 0.01);
    }

    [Fact]
    public void A_slot_counts_by_its_range_and_a_constant_one_as_it_is()
    {
        float[][] rows = [.. Enumerable.Range(0, 50).Select(i => new float[] { i, 1000 * i, 7, i % 2 })];

        LearnedArrays arrays = Learn(rows, AnomalyScore.Combined).Arrays;

        Assert.Equal([49, 49000, 1, 1], arrays["scale"].Values);
        Assert.Equal([50, 4], arrays["references"].Shape);
        Assert.Equal(new[] { -0.5f, -0.5f, 0, -0.5f }, arrays["references"].Values[..4]);
    }

    [Fact]
    public void All_rows_become_neighbors_and_of_many_a_random_part()
    {
        float[][] rows = [.. Enumerable.Range(0, 3000).Select(i => new float[] { i, 0, 0, 0 })];
        long[] heldOut = [.. Enumerable.Range(0, 3000).Where(i => i % 5 == 0).Select(i => (long)i)];

        (LearnedArrays arrays, AnomalyScoreReport report) = AnomalyScore.Combined.Learn(ScoreRuns.Rows(Vae, rows, heldOut));

        var points = new RowMatrix(arrays["references"].Values, 4);
        int[] places = [.. Enumerable.Range(0, points.Rows)
            .Select(i => (int)Math.Round((points.Row(i)[0] * arrays["scale"].Values[0]) + arrays["center"].Values[0]))];
        Assert.Equal(2000, places.Distinct().Count());
        Assert.InRange(places.Count(place => place % 5 == 0), 300, 500);
        Assert.True(places.Max() > 2900, "The part is random, not the first.");
        Assert.Equal((2000, 5, 200), (report.References, report.NearNeighbors, report.WideNeighbors));
    }

    [Fact]
    public void In_latent_and_residual_space_only_rows_trained_on_become_neighbors()
    {
        AnomalyScore score = AnomalyScore.Neighbors(5, NeighborSpace.LatentAndResidual);

        LearnedArrays arrays = score.Learn(ScoreRuns.Rows(Vae, TestModels.Rows(Vae, 50), [0, 7, 49])).Arrays;

        Assert.Equal([47, 6], arrays["references"].Shape);
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
        Assert.All(arrays["interquartile_range"].Values, range => Assert.True(range > 0));
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
