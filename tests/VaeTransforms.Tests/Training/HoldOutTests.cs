using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

/// <summary>Which rows are held out.</summary>
public sealed class HoldOutTests
{
    [Theory]
    [InlineData(100, 0.2, 0, 5)]
    [InlineData(100, 0.2, 3, 5)]
    [InlineData(1003, 0.1, 10, 7)]
    [InlineData(50, 0.3, 2, 1)]
    [InlineData(20, 0.25, 0, 5)]
    public void Blocks_are_spread_over_the_series_with_a_gap_on_both_sides(int rows, double fraction, int gap, int count)
    {
        RowSplit split = HoldOut.Blocks(gap, count).Split(rows, fraction, seed: 1);

        Assert.Equal(RowSplit.HeldOutCount(rows, fraction), split.Validation.Length);
        Assert.Equal(
            Enumerable.Range(0, rows).Select(row => (long)row),
            split.Training.Concat(split.Validation).Concat(split.Dropped).Order());
        Assert.All(split.Validation, row => Assert.DoesNotContain(split.Training, other => Math.Abs(other - row) <= gap));

        long[] starts = [.. split.Validation.Where(row => !split.Validation.Contains(row - 1))];
        Assert.Equal(count, starts.Length);
        Assert.Equal(rows - 1, split.Validation[^1]);
        Assert.Equal(gap * ((2 * count) - 1), split.Dropped.Length);
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal((double)rows / count, pair.Second - pair.First, 2.0));
        Assert.True(split.IsApart);
    }

    [Fact]
    public void A_gap_that_is_longer_than_a_stretch_leaves_no_row_beside_a_block()
    {
        RowSplit split = HoldOut.Blocks(gap: 30, count: 3).Split(120, 0.1, seed: 1);

        Assert.All(split.Validation, row => Assert.DoesNotContain(split.Training, other => Math.Abs(other - row) <= 30));
        Assert.Equal(120, split.Training.Length + split.Validation.Length + split.Dropped.Length);
    }

    [Fact]
    public void Blocks_do_not_depend_on_the_seed()
    {
        Assert.Equal(
            HoldOut.Blocks(2).Split(500, 0.2, seed: 1).Validation, HoldOut.Blocks(2).Split(500, 0.2, seed: 2).Validation);
        Assert.Equal(HoldOut.Blocks(2), HoldOut.Blocks(2, count: 5));
        Assert.Equal("Blocks(gap: 2, count: 5)", $"{HoldOut.Blocks(2)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_group_is_never_split_and_about_the_wanted_share_is_held_out(int seed)
    {
        int[] groups = Groups(rows: 2000, groups: 60);
        HoldOut holdOut = new GroupHoldOut("Machine", groups);

        RowSplit split = holdOut.Split(2000, 0.2, seed);

        Assert.Empty(split.Training.Select(row => groups[row]).Intersect(split.Validation.Select(row => groups[row])));
        Assert.Equal(2000, split.Training.Length + split.Validation.Length);
        Assert.InRange(split.Validation.Length, 370, 430);
        Assert.Equal(split.Validation, holdOut.Split(2000, 0.2, seed).Validation);
        Assert.NotEqual(split.Validation, holdOut.Split(2000, 0.2, seed + 10).Validation);
    }

    [Fact]
    public void Of_groups_that_are_all_too_large_the_smallest_is_held_out()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(row => row < 60 ? 0 : 1)];

        RowSplit split = new GroupHoldOut("Machine", groups).Split(100, 0.1, seed: 1);

        Assert.Equal(Enumerable.Range(60, 40).Select(row => (long)row), split.Validation);
    }

    [Fact]
    public void Given_rows_are_those_after_the_training_rows()
    {
        RowSplit split = new GivenHoldOut(3).Split(5, 0.5, seed: 1);

        Assert.Equal([0, 1, 2], split.Training);
        Assert.Equal([3, 4], split.Validation);
    }

    /// <summary>Groups of different sizes, their rows mixed.</summary>
    private static int[] Groups(int rows, int groups)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, rows).Select(_ => (int)(groups * Math.Pow(random.NextDouble(), 1.5)))];
    }
}
