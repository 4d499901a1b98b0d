using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Series;

/// <summary>The windows to train on.</summary>
/// <param name="Layout">How they are made, with everything that was learned from the points.</param>
/// <param name="Windows">[windows], each [columns · window]; those of one segment are consecutive.</param>
/// <param name="Points">[windows]: the last point of each, by its row in the data.</param>
/// <param name="Segments">How many windows are in each segment: a run of windows without a gap.</param>
internal sealed record SeriesWindows(SeriesLayout Layout, float[][] Windows, int[] Points, IReadOnlyList<int> Segments)
{
    /// <summary>Makes windows of points.</summary>
    /// <param name="series">The points.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="window">Points in a window.</param>
    /// <param name="gaps">What to do about gaps.</param>
    /// <exception cref="ArgumentException">
    /// There is no window, all are equal, or there is a gap and the option refuses that.
    /// </exception>
    public static SeriesWindows Of(List<OneSeries> series, SeriesColumns columns, int window, SeriesGaps gaps)
    {
        var layout = new SeriesLayout
        {
            ValueColumns = columns.Values,
            TimeColumn = columns.Time,
            KeyColumn = columns.Key,
            Window = window,
            Centers = [.. columns.Values.Select((_, column) => Mean(series, column))],
            Step = MedianStep(series),
            Gaps = gaps,
        };
        var windows = new List<float[]>();
        var ends = new List<int>();
        var segments = new List<int>();
        foreach (OneSeries one in series)
        {
            AddWindows(one, layout, windows, ends, segments);
        }

        if (windows.Count == 0)
        {
            throw TooShort(series, layout);
        }

        return windows.Count == 1 || windows.Exists(other => !other.AsSpan().SequenceEqual(windows[0]))
            ? new SeriesWindows(layout, [.. windows], [.. ends], segments)
            : throw AreEqual(windows.Count, columns);
    }

    /// <summary>The windows as a view of one vector column, and the condition of each beside it.</summary>
    /// <param name="condition">The condition of each point, which is used up; null for none.</param>
    public MemoryView ToView(PointCondition? condition)
    {
        ReadOnlyMemory<char>[] names = [.. Layout.SlotNames().Select(name => name.AsMemory())];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            "SlotNames",
            new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VectorValue.Set(names, ref value));
        var type = new VectorDataViewType(NumberDataViewType.Single, Layout.ValueColumns.Length, Layout.Window);
        condition?.Select(Points);
        MemoryColumn[] given = condition is null ? [] : [condition.ToMemory()];
        return new MemoryView(
            Windows.Length,
            [new MemoryVectors<float>(SeriesChain.WindowName, type, annotations.ToAnnotations(), Windows), .. given]);
    }

    private static void AddWindows(
        OneSeries one, SeriesLayout layout, List<float[]> windows, List<int> ends, List<int> segments)
    {
        var points = new SeriesWindow(layout);
        bool wasFull = false;
        for (int i = 0; i < one.Values.Count; i++)
        {
            if (layout.Step > 0 && i > 0)
            {
                // Once more, now that the usual step is known: the message can name the row.
                SeriesTimes.IsAfterGap(layout, one.Times[i - 1], one.Times[i], SeriesReader.Place(one.Rows[i]));
            }

            points.Add(one.Values[i], layout.TimeColumn is null ? null : one.Times[i]);
            if (points.IsFull)
            {
                if (!wasFull)
                {
                    segments.Add(0);
                }

                var window = new float[layout.Width];
                points.CopyTo(window);
                windows.Add(window);
                ends.Add(one.Rows[i]);
                segments[^1]++;
            }

            wasFull = points.IsFull;
        }
    }

    private static double Mean(List<OneSeries> series, int column) =>
        series.SelectMany(one => one.Values).Select(point => point[column]).DefaultIfEmpty().Average();

    private static long MedianStep(List<OneSeries> series)
    {
        long[] steps =
        [
            .. series
                .SelectMany(one => one.Times.Zip(one.Times.Skip(1), (time, next) => (next - time).Ticks))
                .Order(),
        ];
        return steps.Length == 0 ? 0 : steps[steps.Length / 2];
    }

    // Here, because the fit knows only the column of windows, which has a name of its own.
    private static ArgumentException AreEqual(int windows, SeriesColumns columns) => new(
        $"Training needs windows with different values, but all {OptionRule.Text(windows)} windows of "
            + $"{NameList.Described(columns.Values)} are equal. Check how the values are made, or fit on other data.");

    private static ArgumentException TooShort(List<OneSeries> series, SeriesLayout layout)
    {
        int longest = series.Select(one => one.Values.Count).DefaultIfEmpty().Max();
        string reason = longest >= layout.Window
            ? $"every run of points without a gap is shorter than that. Use a smaller window, or fill the gaps in "
                + $"'{layout.TimeColumn}'."
            : $"{(series.Count == 1 ? "the series has" : "the longest series has")} {OptionRule.Text(longest)} points. Use a "
                + "smaller window, or fit on a longer series.";
        return new ArgumentException($"A window has {OptionRule.Text(layout.Window)} points, but {reason}");
    }
}
