using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using Xunit;

namespace VaeTransforms.Tests.Data;

public sealed class GrowingRowsTests
{
    private static readonly FeatureColumn Column = FeatureColumn.Find(
        Views.Schema(new VectorDataViewType(NumberDataViewType.Single, 3)), "Features");

    [Fact]
    public void More_known_rows_than_an_array_holds_are_refused_before_the_first_is_read()
    {
        var buffer = new GrowingRows(Column, expectedRows: 5_000_000_000, Array.MaxLength);

        Assert.Equal(
            "Column 'Features' has 5000000000 rows of 3 values, but training holds them in one array of at most 2147483591 values, "
                + "which is 715827863 rows. Train on fewer, for example with mlContext.Data.TakeRows after ShuffleRows.",
            Assert.Throws<ArgumentException>(() => buffer.Add()).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100L)]
    public void More_rows_than_an_array_holds_are_refused_when_they_come(long? expected)
    {
        var buffer = new GrowingRows(Column, expected, maxValues: 901);
        for (int i = 0; i < 300; i++)
        {
            buffer.Add().Fill(i);
        }

        Assert.Contains("301 rows of 3 values", Assert.Throws<ArgumentException>(() => buffer.Add()).Message, StringComparison.Ordinal);
        Assert.Equal(299, buffer.ToRows().Values[899]);
    }

    [Fact]
    public void A_view_with_fewer_rows_than_it_announced_gives_only_those()
    {
        var buffer = new GrowingRows(Column, expectedRows: 10, Array.MaxLength);
        buffer.Add().Fill(1);

        Assert.Equal([1, 1, 1], buffer.ToRows().Values);
    }
}
