using VaeTransforms.Reading;
using Xunit;

namespace VaeTransforms.Tests.Reading;

public sealed class GrowingRowsTests
{
    private const int RowBytes = 3 * sizeof(float);

    [Fact]
    public void A_view_known_to_be_too_long_has_no_room_from_the_start()
    {
        Assert.False(new GrowingRows<float>(3, expectedRows: 5_000_000_000, long.MaxValue, []).HasRoom);
        Assert.False(new GrowingRows<float>(3, expectedRows: 11, 10 * RowBytes, []).HasRoom);
        Assert.True(new GrowingRows<float>(3, expectedRows: 10, 10 * RowBytes, []).HasRoom);
    }

    [Theory]
    [InlineData(null, 600)]
    [InlineData(100L, 300)]
    public void A_view_that_turns_out_too_long_has_no_room_at_the_row_too_many(long? expected, int rowsOfTheBudget)
    {
        var rows = new GrowingRows<float>(3, expected, (rowsOfTheBudget * RowBytes) + 4, []);
        for (int i = 0; i < 300; i++)
        {
            Assert.True(rows.HasRoom);
            rows.Next().Fill(i);
            rows.Take();
        }

        Assert.False(rows.HasRoom);
        Assert.Equal(299, rows.ToValues()[899]);
    }

    [Fact]
    public void A_view_can_have_fewer_rows_than_it_stated()
    {
        var rows = new GrowingRows<float>(3, expectedRows: 10, 1000, []);
        rows.Next().Fill(1);
        rows.Take();

        Assert.Equal([1, 1, 1], rows.ToValues());
    }
}
