using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class ColumnBinsTests
{
    [Fact]
    public void Numbers_have_ten_bins_over_the_real_range_and_two_beyond_it()
    {
        ColumnBins bins = Of(TableColumnKind.Number, [0, 100, double.NaN]);

        Assert.Equal([1, 1, 2, 10, 11, 11, 0, -1], bins.Of([0, 9.9, 10, 99, 100, 500, -1, double.NaN]));
    }

    [Fact]
    public void A_constant_is_within_the_bins() =>
        Assert.Equal([0, 6, 11], Of(TableColumnKind.Number, [3, 3]).Of([2, 3, 4]));

    [Fact]
    public void A_column_without_values_has_bins() =>
        Assert.Equal([-1], Of(TableColumnKind.Number, [double.NaN]).Of([double.NaN]));

    [Fact]
    public void A_category_is_its_own_bin() =>
        Assert.Equal([12, 0, -1], Of(TableColumnKind.Category, [0, 12]).Of([12, 0, double.NaN]));

    private static ColumnBins Of(TableColumnKind kind, double[] real) =>
        new(new MixedColumn("x", "x", kind, [], real, [], []));
}
