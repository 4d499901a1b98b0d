using FsCheck.Xunit;
using VaeTransforms.Model;
using VaeTransforms.Series;
using Xunit;

namespace VaeTransforms.Tests.Series;

public sealed class SeriesWindowTests
{
    [Property]
    public void Windows_are_slices_of_the_series_column_by_column(byte count, byte length, bool two)
    {
        int columns = two ? 2 : 1;
        int points = 1 + (length % 9);
        SeriesLayout layout = Layout(points, columns);
        var window = new SeriesWindow(layout);
        var random = new Random(count);
        List<double>[] series = [.. Enumerable.Range(0, columns).Select(_ => new List<double>())];
        for (int i = 0; i < count; i++)
        {
            double[] point = [.. Enumerable.Range(0, columns).Select(_ => 1e9 + random.NextDouble())];
            for (int column = 0; column < columns; column++)
            {
                series[column].Add(point[column]);
            }

            window.Add(point, null);
            var actual = new float[layout.Width];
            window.CopyTo(actual);

            Assert.Equal(i + 1 >= points, window.IsFull);
            Assert.Equal(
                i + 1 >= points
                    ? series.SelectMany(column => column.TakeLast(points)).Select(value => (float)(value - 1e9))
                    : Enumerable.Repeat(float.NaN, layout.Width),
                actual);
        }
    }

    [Fact]
    public void A_step_of_one_and_a_half_is_no_gap_and_a_longer_one_is()
    {
        SeriesLayout layout = Layout(2, 1) with { TimeColumn = "T", Step = 100, Gaps = SeriesGaps.Restart };
        var window = new SeriesWindow(layout);

        window.Add([1], new DateTime(1000));
        window.Add([1], new DateTime(1150));
        Assert.True(window.IsFull);
        window.Add([1], new DateTime(1301));
        Assert.False(window.IsFull);
        window.Add([1], new DateTime(1302));
        Assert.True(window.IsFull);
    }

    private static SeriesLayout Layout(int points, int columns) => new()
    {
        ValueColumns = [.. Enumerable.Range(0, columns).Select(column => $"column {column}")],
        Window = points,
        Centers = [.. Enumerable.Repeat(1e9, columns)],
    };
}
