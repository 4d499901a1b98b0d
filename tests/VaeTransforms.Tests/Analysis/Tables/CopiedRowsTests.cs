using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

public sealed class CopiedRowsTests
{
    private static readonly Person[] Real = Draw(600, seed: 1);
    private static readonly Person[] Holdout = Draw(600, seed: 2);
    private static readonly Person[] Fresh = Draw(600, seed: 3);

    [Fact]
    public void Copies_of_all_training_rows_are_all_found()
    {
        CopiedRows copies = Compare(Real, Real, Holdout).Copies;

        Assert.Equal(1, copies.NearerToTraining);
        Assert.Equal(1, copies.NearerToTrainingInterval!.Value.Upper);
        Assert.InRange(copies.NearerToTrainingInterval!.Value.Lower, 0.99, 1);
        Assert.Equal((1, 0), (copies.ExactCopies, copies.ExactCopiesOfHoldout));
        Assert.Equal(0, copies.MedianDistanceToTraining);
        Assert.InRange(copies.MedianDistanceToHoldout!.Value, 1e-9, 0.1);
    }

    [Fact]
    public void Half_copies_are_half_exact_and_three_quarters_near()
    {
        CopiedRows copies = Compare(Real, [.. Real[..300], .. Fresh[..300]], Holdout).Copies;

        Assert.Equal(0.5, copies.ExactCopies);
        Assert.Equal(0.75, copies.NearerToTraining!.Value, 0.04);
    }

    [Fact]
    public void Fresh_rows_are_near_either_kind_equally_often_even_if_there_are_more_training_rows()
    {
        Person[] many = Draw(3_000, seed: 5);

        CopiedRows copies = Compare(many, Fresh, Holdout).Copies;

        RateInterval interval = copies.NearerToTrainingInterval!.Value;
        Assert.InRange(0.5, interval.Lower, interval.Upper);
        Assert.InRange(copies.NearerToTraining!.Value, interval.Lower, interval.Upper);
        Assert.Equal(0, copies.ExactCopies);
        Assert.Equal((600, 600), (copies.SearchedRows, copies.ReferenceRows));
    }

    [Fact]
    public void Equal_distances_count_half()
    {
        Person[] one = [.. Enumerable.Repeat(new Person { Age = 1, City = "a" }, 40)];

        CopiedRows copies = Compare(one, one, one).Copies;

        Assert.Equal(0.5, copies.NearerToTraining);
        Assert.Equal((1, 1), (copies.ExactCopies, copies.ExactCopiesOfHoldout));
    }

    [Fact]
    public void Without_hold_out_rows_only_exact_copies_are_counted()
    {
        CopiedRows copies = Compare(Real, [.. Real[..30], .. Fresh[..90]]).Copies;

        Assert.Equal(0.25, copies.ExactCopies);
        Assert.Null(copies.NearerToTraining);
        Assert.Null(copies.ExactCopiesOfHoldout);
        Assert.Equal("equal to a training row: 25.00 % of the synthetic rows", copies.ToString());
    }

    [Fact]
    public void At_most_MaxRows_rows_are_searched()
    {
        CopiedRows copies = Compare(Real, Fresh, Holdout, new TableQualityOptions { MaxRows = 50 }).Copies;

        Assert.Equal((50, 50), (copies.SearchedRows, copies.ReferenceRows));
    }

    [Fact]
    public void Copies_are_found_as_far_as_their_training_rows_are_searched()
    {
        // A quarter of the training rows is searched: a quarter of the copies is found, and half of the others by chance.
        CopiedRows copies = Compare(Real, Real, Holdout, new TableQualityOptions { MaxRows = 150 }).Copies;

        Assert.Equal(0.625, copies.NearerToTraining!.Value, 0.12);
        Assert.Equal(1, copies.ExactCopies);
    }

    [Fact]
    public void Distances_add_standard_deviations_and_one_for_each_different_category_or_missing_value()
    {
        // Mean 2 and standard deviation 2 (n - 1) of the real values 0, 2, 4.
        var number = new MixedColumn("n", "n", TableColumnKind.Number, [], [0, 2, 4], [1, double.NaN], [2]);
        var category = new MixedColumn("c", "c", TableColumnKind.Category, ["a", "b", "c"], [0, 2, double.NaN], [2, 0], [2]);
        var columns = new DistanceColumns(new TableColumns([number, category], Unpaired: []));

        // The second synthetic number is missing: it counts as the mean, 2, plus 1.
        Assert.Equal([1.5f, 0.5f, 2.5f], Distances(0));
        Assert.Equal([2f, 2f, 3f], Distances(1));

        float[] Distances(int row) => [.. Enumerable.Range(0, 3).Select(to =>
            columns.Nearest(row, columns.Reference(column => column.Real, [to]), new float[1], new float[1]))];
    }
}
