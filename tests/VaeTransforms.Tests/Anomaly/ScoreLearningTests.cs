using VaeTransforms.Detection;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using Xunit;

namespace VaeTransforms.Tests.Anomaly;

public sealed class ScoreLearningTests
{
    private static readonly TrainedVae Vae = TestModels.WithoutNormalization(TestModels.Random(TestModels.Architecture(inputSize: 4)));

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

        ReferencePoints points = Learn(rows, AnomalyScore.Combined).Scoring.References!;

        Assert.Equal([49, 49000, 1, 1], points.Scale);
        Assert.Equal(50, points.Count);
        Assert.Equal(new[] { -0.5f, -0.5f, 0, -0.5f }, points.Values[..4]);
    }

    [Fact]
    public void All_rows_become_neighbours_and_of_many_a_random_part()
    {
        float[][] rows = [.. Enumerable.Range(0, 3000).Select(i => new float[] { i, 0, 0, 0 })];
        long[] heldOut = [.. Enumerable.Range(0, 3000).Where(i => i % 5 == 0).Select(i => (long)i)];

        (LearnedScore scoring, _, AnomalyScoreReport report) = ScoreLearning.Learn(Vae, [.. rows.SelectMany(r => r)], 3000, heldOut, AnomalyScore.Combined);

        ReferencePoints points = scoring.References!;
        int[] places = [.. Enumerable.Range(0, points.Count).Select(i => (int)Math.Round((points.Values[i * 4] * points.Scale[0]) + points.Centre[0]))];
        Assert.Equal(2000, places.Distinct().Count());
        Assert.InRange(places.Count(place => place % 5 == 0), 300, 500);
        Assert.True(places.Max() > 2900, "The part is random, not the first.");
        Assert.Equal((2000, 5, 200), (report.References, report.NearNeighbors, report.WideNeighbors));
    }

    [Fact]
    public void In_latent_and_residual_space_only_rows_trained_on_become_neighbours()
    {
        float[][] rows = TestModels.Rows(Vae, 50);

        ScoreLesson lesson = ScoreLearning.Learn(
            Vae, [.. rows.SelectMany(r => r)], 50, [0, 7, 49], AnomalyScore.Neighbors(5, NeighborSpace.LatentAndResidual));

        Assert.Equal(47, lesson.Scoring.References!.Count);
        Assert.Null(lesson.LeftOutScores);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(12)]
    public void Few_rows_have_as_many_neighbours_as_there_are(int count)
    {
        (LearnedScore scoring, _, AnomalyScoreReport report) = Learn(TestModels.Rows(Vae, count), AnomalyScore.Combined);

        Assert.Equal(count - 1, report.WideNeighbors);
        Assert.True(scoring.Near.Unit > 0 && scoring.Wide.Unit > 0 && scoring.Energy.Unit > 0);
        Assert.All(Scores(TestModels.Rows(Vae, count), AnomalyScore.Combined).Scores, score => Assert.True(float.IsFinite(score)));
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
    public void The_farthest_rows_are_left_out_clusters_of_them_too_and_never_held_out_ones()
    {
        float[][] rows = [.. TestModels.Rows(Vae, 970).Select(row => row.Select(x => x / 2).ToArray()), .. Cluster(30)];
        long[] among = [.. Enumerable.Range(0, 1000).Where(i => i % 5 != 0).Select(i => (long)i)];

        long[] far = FarRows.Find([.. rows.SelectMany(row => row)], 4, among, 0.05, seed: 1);

        Assert.Equal(40, far.Length);
        Assert.Equal(among.Where(i => i >= 970), far.Where(i => i >= 970));
        Assert.Equal(far.Order(), far);
        Assert.DoesNotContain(far, i => i % 5 == 0);
        Assert.Empty(FarRows.Find([.. rows.SelectMany(row => row)], 4, among, 0, seed: 1));
    }

    private static IEnumerable<float[]> Cluster(int count)
    {
        var random = new Random(1);
        return Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 4).Select(_ => 5 + (1e-3f * random.NextSingle())).ToArray());
    }

    private static ScoreLesson Learn(float[][] rows, AnomalyScore score) =>
        ScoreLearning.Learn(Vae, [.. rows.SelectMany(row => row)], rows.Length, [], score);

    private static (float[] Scores, AnomalyScoreReport Report) Scores(float[][] rows, AnomalyScore score)
    {
        (LearnedScore scoring, _, AnomalyScoreReport report) = Learn(rows, score);
        using var scorer = new VaeScorer(Vae with { Scoring = scoring });
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, rows.Length);
        return ([.. BatchedRows.Compute(batch, rows, VaeOutputs.Score).Select(values => values[0])], report);
    }
}
