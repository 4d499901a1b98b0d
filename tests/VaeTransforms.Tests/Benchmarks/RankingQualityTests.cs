using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VaeTransforms.Benchmarks.Anomaly;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class RankingQualityTests
{
    // In descending order of scores: anomaly, normal, anomaly, normal, normal.
    private static readonly float[] Scores = [5, 4, 3, 2, 1];
    private static readonly bool[] IsAnomaly = [true, false, true, false, false];

    [Fact]
    public void Area_counts_the_pairs_in_order() => Assert.Equal(5.0 / 6, RankingQuality.AreaUnderRoc(Scores, IsAnomaly), 12);

    [Fact]
    public void Average_precision_is_the_mean_precision_at_each_anomaly() =>
        Assert.Equal(((1.0 / 1) + (2.0 / 3)) / 2, RankingQuality.AveragePrecision(Scores, IsAnomaly), 12);

    [Fact]
    public void Scores_that_are_all_equal_give_chance()
    {
        float[] equal = [1, 1, 1, 1, 1];
        Assert.Equal(0.5, RankingQuality.AreaUnderRoc(equal, IsAnomaly), 12);
        Assert.Equal(0.4, RankingQuality.AveragePrecision(equal, IsAnomaly), 12);
    }

    [Fact]
    public void A_NaN_is_the_lowest_score() => Assert.Equal(
        RankingQuality.AreaUnderRoc([-9, 4, 3, 2, 1], IsAnomaly),
        RankingQuality.AreaUnderRoc([float.NaN, 4, 3, 2, 1], IsAnomaly),
        12);

    [Property]
    public Property Area_is_the_share_of_pairs_that_an_anomaly_wins() => Prop.ForAll(Rows(), rows =>
    {
        float[] scores = [.. rows.Select(row => (float)row.Score)];
        bool[] isAnomaly = [.. rows.Select(row => row.IsAnomaly)];
        double[] wins = [.. from anomaly in rows
                            where anomaly.IsAnomaly
                            from normal in rows
                            where !normal.IsAnomaly
                            select anomaly.Score > normal.Score ? 1 : anomaly.Score == normal.Score ? 0.5 : 0];
        double area = RankingQuality.AreaUnderRoc(scores, isAnomaly);
        return wins.Length == 0 ? double.IsNaN(area) : Math.Abs(area - wins.Average()) < 1e-12;
    });

    private static Arbitrary<(int Score, bool IsAnomaly)[]> Rows() =>
        Gen.Zip(Gen.Choose(0, 9), ArbMap.Default.GeneratorFor<bool>())
            .ArrayOf()
            .Select(rows => rows.Select(row => (row.Item1, row.Item2)).ToArray())
            .ToArbitrary();
}
