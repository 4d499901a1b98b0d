using VaeTransforms.Benchmarks.Tables;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class ImputationErrorTests
{
    // A number from 0 to 10, a category, and ordinals of four classes. The value in the last row is missing in the original.
    private static readonly HivaeTable Table = new(
        "table",
        [
            new HivaeColumn("real1", HivaeKind.Number, 1),
            new HivaeColumn("cat2", HivaeKind.Category, 3),
            new HivaeColumn("ordinal3", HivaeKind.Ordinal, 4),
        ],
        [[0, 1, 1], [10, 2, 2], [4, 3, 5], [double.NaN, 1, 3]]);

    private static readonly bool[][] Hidden =
        [[true, true, false], [true, true, true], [false, false, true], [true, false, false]];

    private static readonly double[][] Filled = [[3, 1, 1], [6, 3, 2.4], [4, 3, 2.6], [99, 1, 3]];

    [Fact]
    public void HivaeError_counts_each_kind_of_column_in_its_own_way()
    {
        var error = HivaeError.Of(Table, Hidden, Filled);

        // Differences of 3 and 4, in a range of 10. One of two classes is wrong. 2.4 and 2.6 are rounded: 0 and 2 of 4 classes.
        Assert.Equal(Math.Sqrt((9 + 16) / 2.0) / 10, error.Numbers, 12);
        Assert.Equal(0.5, error.Categories, 12);
        Assert.Equal((0 + 2) / 2.0 / 4, error.Ordinals, 12);
        Assert.Equal((error.Numbers + error.Categories + error.Ordinals) / 3, error.Mean, 12);
    }

    [Fact]
    public void GainError_is_one_root_mean_square_over_all_hidden_cells_of_scaled_columns()
    {
        // The ranges are 10, 2 and 4.
        double others = 0.09 + 0.16 + 0 + 0.25;
        Assert.Equal(
            Math.Sqrt((others + Math.Pow(0.4 / 4, 2) + Math.Pow(2.4 / 4, 2)) / 6),
            GainError.Of(Table, Hidden, Filled, rounds: false),
            12);
        Assert.Equal(
            Math.Sqrt((others + 0 + Math.Pow(2.0 / 4, 2)) / 6), GainError.Of(Table, Hidden, Filled, rounds: true), 12);
    }

    [Fact]
    public void Marginals_fill_with_the_mean_the_mode_and_the_median_of_known_values()
    {
        double[][] given = [[0, 1, 1], [10, 2, 2], [double.NaN, 1, 5], [2, double.NaN, double.NaN]];

        Assert.Equal([[0, 1, 1], [10, 2, 2], [4, 1, 5], [2, 1, 2]], Marginals.Fill(Table.Columns, given));
    }
}
