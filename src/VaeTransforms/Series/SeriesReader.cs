using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Series;

/// <summary>Reads all points of the training data.</summary>
internal static class SeriesReader
{
    /// <summary>Reads the points of each series, in the order of the rows.</summary>
    /// <param name="points">What <see cref="SeriesChain.Points"/> makes of the data.</param>
    /// <param name="columns">The columns of the data.</param>
    /// <param name="condition">Takes the condition of each row; null for none.</param>
    /// <param name="cancellation">Checked at each row.</param>
    /// <exception cref="ArgumentException">A value is not finite, or a time is not later than the one before.</exception>
    public static List<OneSeries> Read(
        IDataView points, SeriesColumns columns, PointCondition? condition, CancellationToken cancellation)
    {
        DataViewSchema.Column values = points.Schema[WindowContract.ValuesName];
        DataViewSchema.Column time = points.Schema[WindowContract.TimeName];
        DataViewSchema.Column key = points.Schema[WindowContract.KeyName];
        DataViewSchema.Column[] given = condition is null ? [] : [condition.Column];
        using DataViewRowCursor cursor = points.GetRowCursor([values, time, key, .. given]);
        Action? readCondition = condition?.Start(cursor);
        ValueGetter<VBuffer<double>> getValues = cursor.GetGetter<VBuffer<double>>(values);
        ValueGetter<long> getTime = cursor.GetGetter<long>(time);
        ValueGetter<ReadOnlyMemory<char>> getKey = cursor.GetGetter<ReadOnlyMemory<char>>(key);
        var order = new SeriesLayout
        {
            ValueColumns = columns.Values,
            TimeColumn = columns.Time,
            KeyColumn = columns.Key,
            Window = 1,
            Centers = [],
        };
        var series = new Dictionary<string, OneSeries>();
        VBuffer<double> point = default;
        long ticks = 0;
        ReadOnlyMemory<char> name = default;
        int row = 0;
        for (; cursor.MoveNext(); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            readCondition?.Invoke();
            condition?.Store(row);
            getValues(ref point);
            getTime(ref ticks);
            getKey(ref name);
            double[] value = [.. point.DenseValues()];
            CheckFinite(value, columns, row);
            if (!series.TryGetValue($"{name}", out OneSeries? one))
            {
                one = new OneSeries();
                series.Add($"{name}", one);
            }

            if (columns.Time is not null)
            {
                if (one.Times.Count > 0)
                {
                    SeriesTimes.IsAfterGap(order, one.Times[^1], new DateTime(ticks), Place(row));
                }

                one.Times.Add(new DateTime(ticks));
            }

            one.Rows.Add(row);
            one.Values.Add(value);
        }

        condition?.Check(row, cancellation);
        return [.. series.Values];
    }

    /// <summary>How messages name a row after what is in it.</summary>
    public static string Place(int row) => $" in row {OptionRule.Text(row)} (rows count from 0)";

    private static void CheckFinite(double[] values, SeriesColumns columns, int row)
    {
        int column = Array.FindIndex(values, value => !float.IsFinite((float)value));
        if (column >= 0)
        {
            throw new ArgumentException(
                $"Column '{columns.Values[column]}' holds {OptionRule.Text(values[column])}{Place(row)}, but training needs "
                + "finite values within Single's range. Put values in place of missing ones, for example with "
                + $"mlContext.Transforms.ReplaceMissingValues(\"{columns.Values[column]}\"). If you drop the row, the points "
                + "beside it become neighbors.");
        }
    }
}

/// <summary>The points of one series.</summary>
internal sealed class OneSeries
{
    /// <summary>The row of each point in the data.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>The values of each point, one for each column.</summary>
    public List<double[]> Values { get; } = [];

    /// <summary>The time of each point; empty without a time column.</summary>
    public List<DateTime> Times { get; } = [];
}
