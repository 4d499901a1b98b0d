using FsCheck.Xunit;
using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Clouds;

namespace VaeTransforms.Tests.Analysis;

public sealed class CompletenessMeasureTests
{
    private static readonly float[] Data = Normal(1000, 4, seed: 1);

    [Fact]
    public void A_worked_example_has_the_shares_counted_by_hand()
    {
        float[] rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

        ManifoldOverlap overlap = new CompletenessMeasure(rows, width: 1, neighbors: 1).Compare([0.5f, 4.2f, 20]);

        // The ball of each row reaches to the next row: 0.5 is in those of 0 and 1, and 4.2 in those of 4 and 5.
        Assert.Equal(2.0 / 3, overlap.Precision, 1e-9);
        Assert.Equal(0.4, overlap.Coverage, 1e-9);

        // The balls of the decodings reach from -3.2 to 4.2, from 0.5 to 7.9, and from 4.2 to 35.8.
        Assert.Equal(1, overlap.Recall);
        Assert.Equal(0.5, overlap.Value, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_fresh_sample_has_a_coverage_of_1_minus_2_to_the_minus_k(int neighbors)
    {
        ManifoldOverlap overlap = new CompletenessMeasure(Data, 4, neighbors).Compare(Normal(1000, 4, seed: 2));

        Assert.Equal(1 - Math.Pow(2, -neighbors), overlap.Coverage, 0.04);
        Assert.Equal(overlap.Recall, overlap.Precision, 0.04);
    }

    [Fact]
    public void A_decoder_that_reaches_half_of_the_data_is_precise_and_covers_half()
    {
        float[] rows = Map(Normal(1000, 4, seed: 3), 4, x => x[0] > 0 ? Shifted(x, 50) : x);
        float[] decodings = Normal(1000, 4, seed: 4);

        ManifoldOverlap overlap =
            new CompletenessMeasure(rows, 4, 5).Compare(Map(decodings, 4, x => [-Math.Abs(x[0]), .. x[1..]]));

        Assert.InRange(overlap.Precision, 0.95, 1);
        Assert.Equal(0.5, overlap.Coverage, 0.05);
        Assert.Equal(0.5, overlap.Recall, 0.05);
    }

    [Fact]
    public void A_decoder_that_leaves_the_data_half_of_the_time_is_half_precise()
    {
        ManifoldOverlap overlap = new CompletenessMeasure(Data, 4, 5)
            .Compare(Map(Normal(2000, 4, seed: 5), 4, x => x[0] > 0 ? Shifted(x, 50) : [-x[0], .. x[1..]]));

        Assert.Equal(0.5, overlap.Precision, 0.05);
    }

    [Fact]
    public void A_decoder_away_from_the_data_scores_0()
    {
        ManifoldOverlap overlap = new CompletenessMeasure(Data, 4, 5).Compare(Map(Data, 4, x => Shifted(x, 50)));

        Assert.Equal(new ManifoldOverlap(0, 0, 0), overlap);
        Assert.Equal(0, overlap.Value);
    }

    [Fact]
    public void One_good_row_for_every_point_is_precise_but_not_complete()
    {
        ManifoldOverlap overlap = new CompletenessMeasure(Data, 4, 5).Compare(Map(Data, 4, _ => Data[..4]));

        Assert.Equal(1, overlap.Precision);
        Assert.InRange(overlap.Value, 0, 0.1);
    }

    [Fact]
    public void Decoding_to_everything_has_full_recall_but_is_not_complete()
    {
        ManifoldOverlap overlap = new CompletenessMeasure(Data, 4, 5).Compare([.. Normal(1000, 4, seed: 6).Select(x => 100 * x)]);

        Assert.InRange(overlap.Recall, 0.99, 1);
        Assert.InRange(overlap.Value, 0, 0.05);
    }

    [Fact]
    public void A_rows_own_decoding_is_not_compared_with_the_row()
    {
        float[] rows = [0, 10, 20, 30];
        float[] decodings = [0.1f, 10.1f, 20.1f, 30.1f];
        var measure = new CompletenessMeasure(rows, 1, 1);

        Assert.Equal(1, measure.Compare(decodings).Coverage);

        // Without their own rows, 0.1 is in the ball of 10, 10.1 in that of 20, 20.1 in that of 30, and 30.1 in none.
        Assert.Equal(0.75, measure.Compare(decodings, ofRows: true).Precision);
        Assert.Equal(0.75, measure.Compare(decodings, ofRows: true).Coverage);
    }

    [Property(MaxTest = 40)]
    public void The_shares_match_plain_loops(int seed)
    {
        var random = new Random(seed);
        int width = random.Next(1, 20);
        int neighbors = random.Next(1, 5);
        float[][] rows = [.. Normal(random.Next(neighbors + 1, 70), width, seed).Chunk(width)];
        float[][] decodings = [.. Normal(random.Next(neighbors + 1, 70), width, seed + 1).Chunk(width)];

        ManifoldOverlap overlap = new CompletenessMeasure([.. rows.SelectMany(x => x)], width, neighbors)
            .Compare([.. decodings.SelectMany(x => x)]);

        Assert.Equal(Share(decodings, d => rows.Any(x => Distance(d, x) <= Radius(x, rows, neighbors))), overlap.Precision);
        Assert.Equal(Share(rows, x => decodings.Any(d => Distance(d, x) <= Radius(x, rows, neighbors))), overlap.Coverage);
        Assert.Equal(Share(rows, x => decodings.Any(d => Distance(d, x) <= Radius(d, decodings, neighbors))), overlap.Recall);
    }

    private static double Share(float[][] points, Func<float[], bool> isIn) => points.Count(isIn) / (double)points.Length;

    private static double Radius(float[] point, float[][] all, int k) =>
        all.Where(other => other != point).Select(other => Distance(point, other)).Order().ElementAt(k - 1);

    private static double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum();

    private static float[] Shifted(float[] x, float by) => [.. x.Select(value => value + by)];
}
