using Microsoft.ML;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Reading.Streams;

public sealed class RowFlowTests
{
    private const int Count = 5000;

    // A sixteenth of it holds 170 rows, a quarter 409.
    private const long Budget = 1 << 15;

    private static readonly MLContext Ml = new(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_epoch_has_each_training_row_once_in_another_order(bool canShuffle)
    {
        IDataView data = Data(canShuffle);
        SampledRows sampled = Sample(data);
        long heldOut = sampled.Stream.Rows - sampled.Stream.TrainingRows;

        List<int> first = Epoch(sampled.Stream, epoch: 1, seed: 3);
        List<int> again = Epoch(sampled.Stream, epoch: 1, seed: 3);
        List<int> second = Epoch(sampled.Stream, epoch: 2, seed: 4);

        Assert.InRange(heldOut, 400, 600);
        Assert.Equal(sampled.Stream.TrainingRows, first.Distinct().Count());
        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        Assert.Equal(first.Order(), second.Order());
        IEnumerable<int> inMemory = Enumerable.Range(0, sampled.Rows.Rows)
            .Where(row => sampled.AreHeldOut[row])
            .Select(row => (int)sampled.Rows.Row(row)[0]);
        Assert.Empty(inMemory.Intersect(first));
    }

    [Fact]
    public void The_order_mixes_rows_that_are_far_apart()
    {
        List<int> order = Epoch(Sample(Data(canShuffle: false)).Stream, epoch: 1, seed: 3);

        // The mean distance of neighbors in a fully random order would be a third of all rows; in the view's order it is 1.
        double distance = order.Zip(order.Skip(1), (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(distance, Count / 15.0, Count / 2.0);
    }

    [Fact]
    public void The_rows_in_memory_are_a_random_part_and_moments_are_those_of_all_training_rows()
    {
        SampledRows sampled = Sample(Data(canShuffle: false));
        List<int> training = Epoch(sampled.Stream, epoch: 1, seed: 3);
        double[] all = [.. training.Select(row => (double)row)];
        double mean = all.Average();

        Assert.Equal(2 * new MemoryShares(Budget).SampleRows(12), sampled.Rows.Rows);
        Assert.Equal(sampled.Rows.Rows / 2, sampled.AreHeldOut.Count(isHeldOut => isHeldOut));
        Assert.Equal(mean, sampled.Stream.Moments!.Mean(0), 1e-6);
        Assert.Equal(Math.Sqrt(all.Average(x => (x - mean) * (x - mean))), sampled.Stream.Moments.Deviation(0), 1e-6);
        Assert.Equal((all.Min(), all.Max()), (sampled.Stream.Moments.Min[0], sampled.Stream.Moments.Max[0]));
        Assert.InRange(sampled.Rows.Column(0, sampled.Rows.Indices).Average(), 0.4 * Count, 0.6 * Count);
        Assert.All(
            Enumerable.Range(0, sampled.Rows.Rows),
            row => Assert.Equal(sampled.Stream.Positions[row], (long)sampled.Rows.Row(row)[0]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 7)]
    [InlineData(20, 4000)]
    public void A_reader_that_is_left_ends_and_closes_the_view(int reads, int rowsOfEach)
    {
        var rows = new NumberedRows(_ => Count);
        SampledRows sampled = Sample(rows.View(Ml));
        using (IRowFlow flow = sampled.Stream.Open(1, 3, default))
        {
            for (int i = 0; i < reads && rowsOfEach * (i + 1) <= 4000; i++)
            {
                flow.Read(new float[rowsOfEach * 3], new RowSide[rowsOfEach]);
            }
        }

        Assert.Equal(0, rows.Open);
    }

    [Fact]
    public void What_the_view_throws_reaches_who_waits_for_rows()
    {
        int passes = 0;
        IDataView data = Ml.Data.LoadFromEnumerable(Rows());
        RowStream stream = Sample(data).Stream;

        Assert.Throws<TimeZoneNotFoundException>(() => Epoch(stream, epoch: 1, seed: 3));

        IEnumerable<NumberedRows.Row> Rows()
        {
            bool isFirst = passes++ == 0;
            for (int i = 0; i < Count; i++)
            {
                yield return isFirst || i < 3000
                    ? new NumberedRows.Row { Features = [i, 1, 2] }
                    : throw new TimeZoneNotFoundException();
            }
        }
    }

    private static IDataView Data(bool canShuffle)
    {
        IDataView data = new NumberedRows(_ => Count).View(Ml);
        return canShuffle ? Ml.Data.Cache(data) : data;
    }

    private static SampledRows Sample(IDataView data)
    {
        var keys = new RowKeys(data, seed: 1, heldOutShare: 0.1, groups: null);
        var pass = new SamplePass(new(Budget), keys, Weights: null, Labels: null, Sides: []);
        return SampledRows.Read(data, FeatureColumn.Find(data.Schema, "Features"), new VaeOptions(), pass);
    }

    private static List<int> Epoch(RowStream stream, int epoch, int seed)
    {
        var order = new List<int>();
        using IRowFlow flow = stream.Open(epoch, seed, default);
        for (long left = stream.TrainingRows; left > 0; left -= 77)
        {
            var sides = new RowSide[Math.Min(77, left)];
            var rows = new float[sides.Length * 3];
            flow.Read(rows, sides);
            order.AddRange(rows.Chunk(3).Select(row => (int)row[0]));
            Assert.All(sides, side => Assert.Equal(new RowSide(1, 0), side));
        }

        flow.Complete();
        return order;
    }
}
