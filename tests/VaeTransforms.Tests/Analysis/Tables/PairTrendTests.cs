using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

public sealed class PairTrendTests
{
    [Fact]
    public void Identical_tables_score_1_for_every_pair()
    {
        Person[] rows = Draw(300, seed: 1);

        TableQualityReport report = Compare(rows, rows);

        Assert.Equal(
            [("Age", "City"), ("Age", "Owner"), ("City", "Owner")], report.PairTrends.Select(pair => (pair.First, pair.Second)));
        Assert.All(report.PairTrends, pair => Assert.Equal((1, 0), (pair.Score, pair.Error)));
        Assert.Equal(1, report.PairTrendScore);
    }

    [Fact]
    public void Opposite_correlations_score_0()
    {
        (float, float)[] rising = [.. Enumerable.Range(0, 50).Select(i => ((float)i, (float)i))];
        (float, float)[] falling = [.. Enumerable.Range(0, 50).Select(i => ((float)i, -2f * i))];

        PairTrend pair = Assert.Single(ComparePairs(rising, falling).PairTrends);

        Assert.Equal(0, pair.Score, 1e-12);
        Assert.Equal(1, pair.RealCorrelation!.Value, 1e-12);
        Assert.Equal(-1, pair.SyntheticCorrelation!.Value, 1e-12);
    }

    [Fact]
    public void A_constant_has_correlation_0()
    {
        (float, float)[] rising = [.. Enumerable.Range(0, 50).Select(i => ((float)i, (float)i))];
        (float, float)[] constant = [.. Enumerable.Range(0, 50).Select(i => ((float)i, 7f))];

        Assert.Equal(0.5, ComparePairs(rising, constant).PairTrendScore!.Value, 1e-12);
        Assert.Equal(1, ComparePairs(constant, constant).PairTrendScore!.Value, 1e-12);
    }

    [Fact]
    public void Correlations_use_the_rows_where_both_values_are_present()
    {
        (float, float)[] rising = [.. Enumerable.Range(0, 50).Select(i => ((float)i, (float)i))];
        (float, float)[] gaps = [.. rising, (1e6f, float.NaN), (float.NaN, -1e6f)];

        Assert.Equal(1, ComparePairs(rising, gaps).PairTrendScore!.Value, 1e-12);
    }

    [Fact]
    public void Categories_are_compared_by_their_joint_shares()
    {
        // The margins are equal, but all pairs are different: (a, x), (b, y) against (a, y), (b, x).
        (string, bool)[] real = [.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? "a" : "b", i % 2 == 0))];
        (string, bool)[] swapped = [.. real.Select(row => (row.Item1, !row.Item2))];
        (string, bool)[] half = [.. real[..20], .. swapped[..20]];

        Assert.Equal(1, ComparePairs(real, swapped).ShapeScore, 1e-12);
        Assert.Equal(0, ComparePairs(real, swapped).PairTrendScore!.Value, 1e-12);
        Assert.Equal(0.5, ComparePairs(real, half).PairTrendScore!.Value, 1e-12);
        Assert.Null(ComparePairs(real, half).PairTrends[0].RealCorrelation);
    }

    [Fact]
    public void Missing_values_are_a_category_of_a_joint_table()
    {
        (string, float)[] real = [.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? "a" : "", i % 4 == 0 ? float.NaN : 1f))];
        (string, float)[] moved = [.. real.Select(row => (row.Item1 == "" ? "a" : "", row.Item2))];

        Assert.Equal(1, ComparePairs(real, real).PairTrendScore!.Value, 1e-12);

        // Real shares: (a, missing) 1/4, (a, 1) 1/4, (missing, 1) 1/2.
        // Moved shares: (missing, missing) 1/4, (missing, 1) 1/4, (a, 1) 1/2.
        Assert.Equal(0.5, ComparePairs(real, moved).PairTrendScore!.Value, 1e-12);
    }

    [Fact]
    public void Numbers_beside_a_category_are_divided_into_ten_equal_intervals()
    {
        (float, string)[] real = [.. Enumerable.Range(0, 101).Select(i => ((float)i, "a"))];
        (float, string)[] within = [.. real.Select(row => (MathF.Min(100, (MathF.Floor(row.Item1 / 10) * 10) + 3), "a"))];

        // In 'within', 100 is 93 of the next interval, limited to 100.
        Assert.Equal(1, ComparePairs(real, within).PairTrendScore!.Value, 1e-12);
    }

    [Fact]
    public void One_column_has_no_pairs()
    {
        TableQualityReport report = CompareValues<float>([.. Enumerable.Range(0, 20)], [.. Enumerable.Range(0, 20)]);

        Assert.Null(report.PairTrendScore);
        Assert.Contains("pair trends   none", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"PairTrendScore\": null", report.ToJson(), StringComparison.Ordinal);
    }
}
