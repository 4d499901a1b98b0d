using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

public sealed class ColumnShapeTests
{
    [Fact]
    public void Identical_tables_score_1()
    {
        Person[] rows = Draw(300, seed: 1);

        TableQualityReport report = Compare(rows, rows);

        Assert.Equal(["Age", "City", "Owner"], report.Shapes.Select(shape => shape.Name));
        Assert.All(report.Shapes, shape => Assert.Equal((1, 0), (shape.Score, shape.Error)));
        Assert.Equal(1, report.ShapeScore);
    }

    [Fact]
    public void Columns_without_a_common_value_score_0()
    {
        Assert.Equal(0, CompareValues(Numbers(100), Numbers(100, from: 100)).ShapeScore);
        Assert.Equal(0, CompareValues([.. Enumerable.Repeat("a", 30)], [.. Enumerable.Repeat("b", 30)]).ShapeScore, 1e-12);
        Assert.Equal(0, CompareValues([.. Enumerable.Repeat(true, 30)], [.. Enumerable.Repeat(false, 30)]).ShapeScore, 1e-12);
    }

    [Fact]
    public void A_shift_of_uniform_numbers_costs_its_share_of_the_range() =>
        Assert.Equal(0.7, CompareValues(Numbers(1_000), Numbers(1_000, from: 300)).ShapeScore, 1e-12);

    [Fact]
    public void Categories_score_1_minus_half_the_difference_of_shares()
    {
        // Shares 0.6, 0.4, 0 against 0.3, 0.4, 0.3.
        string[] real = [.. Texts("a", 60), .. Texts("b", 40)];
        string[] synthetic = [.. Texts("a", 15), .. Texts("b", 20), .. Texts("c", 15)];

        ColumnShape shape = CompareValues(real, synthetic).Shapes[0];

        Assert.Equal(TableColumnKind.Category, shape.Kind);
        Assert.Equal(0.7, shape.Score, 1e-12);
        Assert.Equal(["a", "b", "c"], shape.Bins.Select(bin => bin.Label));
        Assert.Equal([0.6, 0.4, 0], shape.Bins.Select(bin => Math.Round(bin.RealShare, 9)));
        Assert.Equal([0.3, 0.4, 0.3], shape.Bins.Select(bin => Math.Round(bin.SyntheticShare, 9)));
    }

    [Fact]
    public void Missing_categories_are_one_more_category()
    {
        ColumnShape shape = CompareValues(
            [.. Texts("a", 40), .. Texts("", 10)], [.. Texts("a", 20), .. Texts(" ", 10), .. Texts("", 10)]).Shapes[0];

        Assert.Equal(0.7, shape.Score, 1e-12);
        Assert.Equal((0.2, 0.5), (shape.RealMissing, shape.SyntheticMissing));
        Assert.Equal(new ColumnBin("missing", 0.2, 0.5), shape.Bins[^1]);
    }

    [Fact]
    public void Missing_numbers_are_counted_but_only_present_ones_are_compared()
    {
        float[] real = [.. Numbers(100), .. Enumerable.Repeat(float.NaN, 100)];
        float[] synthetic = [.. Numbers(100), float.PositiveInfinity, float.NaN];

        ColumnShape shape = CompareValues(real, synthetic).Shapes[0];

        Assert.Equal(1, shape.Score);
        Assert.Equal(0.5, shape.RealMissing);
        Assert.Equal(2 / 102.0, shape.SyntheticMissing, 1e-12);
        Assert.Equal("missing", shape.Bins[^1].Label);
    }

    [Fact]
    public void A_histogram_of_numbers_has_ten_bins_and_the_outer_ones_count_all_values_beyond()
    {
        float[] synthetic = [.. Enumerable.Repeat(-50f, 30), .. Numbers(10, 990)];

        IReadOnlyList<ColumnBin> bins = CompareValues([.. Numbers(100), 100], synthetic).Shapes[0].Bins;

        Assert.Equal(10, bins.Count);
        Assert.Equal(("0 to 10", "90 to 100"), (bins[0].Label, bins[^1].Label));
        Assert.Equal(1, bins.Sum(bin => bin.RealShare), 1e-12);
        Assert.Equal((0.75, 0.25), (Math.Round(bins[0].SyntheticShare, 9), Math.Round(bins[^1].SyntheticShare, 9)));
    }

    [Theory]
    [InlineData(123_456, "0 to 12350")]
    [InlineData(0.5f, "0 to 0.05")]
    [InlineData(5e12f, "0 to 5E+11")]
    public void Intervals_have_four_significant_digits(float high, string label) =>
        Assert.Equal(
            label, CompareValues([.. Numbers(30).Select(i => i * high / 29)], Numbers(30)).Shapes[0].Bins[0].Label);

    [Fact]
    public void Rare_categories_share_a_bin_of_the_histogram_but_not_of_the_score()
    {
        string[] real = [.. Enumerable.Range(0, 100).Select(i => $"{i % 20:00}")];
        string[] synthetic = [.. Enumerable.Range(0, 100).Select(i => $"{10 + (i % 10):00}")];

        ColumnShape shape = CompareValues(real, synthetic).Shapes[0];

        Assert.Equal(0.5, shape.Score, 1e-12);
        Assert.Equal(10, shape.Bins.Count);
        Assert.Equal("other", shape.Bins[^1].Label);
        Assert.Equal(0.55, shape.Bins[^1].RealShare, 1e-9);
    }

    private static float[] Numbers(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(value => (float)value)];

    private static IEnumerable<string> Texts(string text, int count) => Enumerable.Repeat(text, count);
}
