using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class TablePicturesTests
{
    [Fact]
    public void Every_column_has_a_panel_with_its_score_and_its_bins()
    {
        Picture picture = ColumnShapes.Draw(SampleTables.Report(5));
        string[] texts = picture.Texts();

        Assert.Equal(
            "5 columns, mean score 0.980: real rows (upper bars, blue), synthetic rows (lower bars, orange)", picture.Title);
        Assert.Empty(new[] { "column 0: 1.000", "column 4: 0.960", "category 4", "rows (%)" }.Except(texts));
        Assert.Equal(5, texts.Count(text => text == "category 0"));
    }

    [Fact]
    public void Of_many_columns_those_with_the_largest_error_are_drawn()
    {
        Picture picture = ColumnShapes.Draw(SampleTables.Report(8), maxColumns: 2);

        Assert.StartsWith("2 of 8 columns", picture.Title, StringComparison.Ordinal);
        Assert.Equal(
            ["column 7: 0.930", "column 6: 0.940"],
            picture.Texts().Where(text => text.StartsWith("column", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_map_of_pairs_names_every_column_on_both_axes()
    {
        Picture picture = PairTrendMap.Draw(SampleTables.Report(4));

        Assert.Equal("Pair trends of 4 columns, mean score 0.970", picture.Title);
        Assert.Equal(2, picture.Texts().Count(text => text == "column 3"));
        Assert.Contains("error, 1 - score", picture.Texts());
    }

    [Fact]
    public void Too_few_or_too_many_columns_are_refused()
    {
        Assert.StartsWith(
            "The picture shows pairs of 2 to 60 columns, but the report has 1.",
            Assert.Throws<ArgumentException>("report", () => PairTrendMap.Draw(SampleTables.Report(1))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("report", () => PairTrendMap.Draw(SampleTables.Report(61)));
        Assert.StartsWith(
            "The number of columns must be at least 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => ColumnShapes.Draw(SampleTables.Report(2), maxColumns: 0)).Message,
            StringComparison.Ordinal);
    }
}
