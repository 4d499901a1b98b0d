using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Tests.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Reading;

public sealed class GrowingRowsTests
{
    private static readonly FeatureColumn Column = FeatureColumn.Find(
        Views.Schema(new VectorDataViewType(NumberDataViewType.Single, 3)), "Features");

    [Fact]
    public void A_view_known_to_be_too_long_is_refused_before_the_first_row()
    {
        var buffer = new GrowingRows(Column, expectedRows: 5_000_000_000, Array.MaxLength);

        string message = Assert.Throws<ArgumentException>(() => buffer.Add()).Message;

        Assert.All(
            new[] { "'Features'", "5000000000 rows of 3 values", "2147483591 values", "715827863", "TakeRows" },
            fact => Assert.Contains(fact, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100L)]
    public void A_view_that_turns_out_too_long_is_refused_at_the_row_too_many(long? expected)
    {
        var buffer = new GrowingRows(Column, expected, maxValues: 901);
        for (int i = 0; i < 300; i++)
        {
            buffer.Add().Fill(i);
        }

        string message = Assert.Throws<ArgumentException>(() => buffer.Add()).Message;
        Assert.Contains("301 rows of 3 values", message, StringComparison.Ordinal);
        Assert.Equal(299, buffer.ToRows().Values[899]);
    }

    [Fact]
    public void A_view_can_have_fewer_rows_than_it_stated()
    {
        var buffer = new GrowingRows(Column, expectedRows: 10, Array.MaxLength);
        buffer.Add().Fill(1);

        Assert.Equal([1, 1, 1], buffer.ToRows().Values);
    }
}
