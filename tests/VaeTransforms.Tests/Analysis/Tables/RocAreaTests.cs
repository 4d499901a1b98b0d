using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class RocAreaTests
{
    [Theory]
    [InlineData(new[] { 1f, 2, 3, 4 }, 1)]
    [InlineData(new[] { 3f, 4, 1, 2 }, 0)]
    [InlineData(new[] { 1f, 3, 2, 4 }, 0.75)]
    [InlineData(new[] { 5f, 5, 5, 5 }, 0.5)]
    [InlineData(new[] { 1f, 2, 2, 3 }, 0.875)]
    public void It_is_the_share_of_pairs_in_order_with_ties_counted_half(float[] scores, double area) =>
        Assert.Equal(area, RocArea.Of(scores, [false, false, true, true])!.Value, 1e-12);

    [Fact]
    public void It_is_null_for_rows_of_one_kind() => Assert.Null(RocArea.Of([1, 2], [true, true]));
}
