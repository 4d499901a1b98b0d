using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Benchmarks.Series;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class RangeQualityTests
{
    [Fact]
    public void Without_a_buffer_and_with_one_range_it_is_average_precision()
    {
        var random = new Random(1);
        double[] scores = [.. Enumerable.Range(0, 500).Select(_ => (double)random.Next(40))];
        bool[] isAnomaly = [.. Enumerable.Range(0, 500).Select(i => i is >= 200 and < 260)];
        double expected = RankingQuality.AveragePrecision([.. scores.Select(score => (float)score)], isAnomaly);

        Assert.Equal(expected, RangeQuality.AreaUnderRangePr(scores, isAnomaly, 0), 1e-9);
    }

    /// <summary>
    /// One labeled point, b = 2: its neighbors have the label √½. P = (1 + 1 + 2 √½) / 2 = 1 + √½. The best ranking has recall
    /// 1 / P at precision 1, and then recall 1 at precision (1 + √½) / 2.
    /// </summary>
    [Fact]
    public void A_buffer_gives_the_points_beside_a_range_a_part_of_a_label()
    {
        double half = Math.Sqrt(0.5);
        double positives = 1 + half;

        double area = RangeQuality.AreaUnderRangePr([0, 2, 3, 1, 0], [false, false, true, false, false], 2);

        Assert.Equal((1 / positives) + ((1 - (1 / positives)) * (1 + half) / 2), area, 1e-12);
    }

    /// <summary>Half of the labeled points are found at precision 1, in one of two ranges: recall 1/2 · 1/2.</summary>
    [Fact]
    public void A_range_that_is_not_found_lowers_the_recall()
    {
        bool[] isAnomaly = [true, true, false, false, true, true, false, false];

        double area = RangeQuality.AreaUnderRangePr([9, 9, 0, 0, 0, 0, 0, 0], isAnomaly, 0);

        Assert.Equal((0.25 * 1) + (0.75 * 0.5), area, 1e-12);
    }

    [Fact]
    public void The_volume_is_the_mean_over_buffers_and_NaN_is_the_lowest_score()
    {
        double[] scores = [double.NaN, 3, 1, 4, 1, 5, 9, 2, 6, 5];
        bool[] isAnomaly = [false, true, true, false, false, false, true, false, false, false];

        double volume = RangeQuality.VolumeUnderPr(scores, isAnomaly, 4);

        Assert.Equal(
            Enumerable.Range(0, 5).Average(buffer => RangeQuality.AreaUnderRangePr(scores, isAnomaly, buffer)), volume, 1e-12);
        scores[0] = -100;
        Assert.Equal(volume, RangeQuality.VolumeUnderPr(scores, isAnomaly, 4), 1e-12);
    }
}
