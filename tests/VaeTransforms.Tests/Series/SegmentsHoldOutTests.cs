using FsCheck.Xunit;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Series;

public sealed class SegmentsHoldOutTests
{
    [Property]
    public void No_held_out_window_shares_a_point_with_a_training_window(ushort first, ushort second, byte window)
    {
        int gap = 1 + (window % 60);
        int[] lengths = [1 + (first % 1000), 1 + (second % 1000)];
        var holdOut = new SegmentsHoldOut(lengths, gap, 5);
        if (!holdOut.IsPossible(0.2))
        {
            return;
        }

        RowSplit split = holdOut.Split(lengths.Sum(), 0.2, 1);

        Assert.NotEmpty(split.Validation);
        Assert.True(split.IsApart && split.IsInBlocks);
        Assert.Equal(lengths.Sum(), split.Training.Length + split.Validation.Length + split.Dropped.Length);
        HashSet<long> training = [.. split.Training];
        foreach (long row in split.Validation)
        {
            (long start, long end) = row < lengths[0] ? (0, lengths[0]) : (lengths[0], lengths.Sum());
            for (long near = Math.Max(start, row - gap); near < Math.Min(end, row + gap + 1); near++)
            {
                Assert.DoesNotContain(near, training);
            }
        }
    }

    [Theory]
    [InlineData(4000, 5)]
    [InlineData(900, 2)]
    [InlineData(560, 1)]
    [InlineData(100, 0)]
    public void Gaps_cost_at_most_a_fifth_of_a_series_unless_there_is_one_block(int windows, int blocks) =>
        Assert.Equal(blocks, new SegmentsHoldOut([windows], 47, 5).Blocks(windows, 0.2));
}
