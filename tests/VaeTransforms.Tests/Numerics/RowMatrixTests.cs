using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class RowMatrixTests
{
    private static readonly RowMatrix Rows = new([1, 2, 3, 4, 5, 6], Width: 2);

    [Fact]
    public void A_row_is_memory_of_the_matrix()
    {
        var rows = new RowMatrix([1, 2, 3, 4], Width: 2);
        rows.Row(1)[0] = 9;

        Assert.Equal([1, 2, 9, 4], rows.Values);
        Assert.Equal(2, rows.Rows);
    }

    [Fact]
    public void Selected_rows_are_copies_in_the_order_of_the_indices()
    {
        RowMatrix selected = Rows.Select([2, 0, 2]);
        selected.Row(0)[0] = 9;

        Assert.Equal([9, 6, 1, 2, 5, 6], selected.Values);
        Assert.Equal([1, 2, 3, 4, 5, 6], Rows.Values);
    }

    [Fact]
    public void A_column_holds_one_value_of_each_row()
    {
        Assert.Equal([6, 2], Rows.Column(1, [2, 0]));
        Assert.Equal([0, 1, 2], Rows.Indices);
    }
}
