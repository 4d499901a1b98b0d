using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Analysis;

/// <summary>Reads the cells of one column as numbers, days or codes of categories; NaN for missing values.</summary>
internal static class ColumnReader
{
    /// <summary>Returns a function that reads the current row.</summary>
    /// <param name="row">A row or cursor where the column is active. Vectors must be of Double.</param>
    /// <param name="column">The column in the schema of the row.</param>
    /// <param name="codes">The categories. New ones are added.</param>
    /// <returns>A function that writes one value, or one for each slot of a vector.</returns>
    public static Action<double[]> Of(DataViewRow row, DataViewSchema.Column column, CategoryCodes codes) => column.Type switch
    {
        VectorDataViewType => Vector(row, column),
        TextDataViewType => Text(row, column, codes),
        DateTimeDataViewType => Days<DateTime>(row, column, date => date.Ticks),
        TimeSpanDataViewType => Days<TimeSpan>(row, column, span => span.Ticks),
        BooleanDataViewType => Names(row, column, codes, ["false", "true"]),
        KeyDataViewType => Names(row, column, codes, ["", .. KeyNames(column)]),
        _ => Number(row, column),
    };

    private static Action<double[]> Number(DataViewRow row, DataViewSchema.Column column)
    {
        Func<double> read = FactorColumn.Find(row.Schema, [column.Name])[0].Reader(row);
        return values => values[0] = Finite(read());
    }

    private static Action<double[]> Vector(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<double>> getter = row.GetGetter<VBuffer<double>>(column);
        VBuffer<double> buffer = default;
        return values =>
        {
            getter(ref buffer);
            buffer.CopyTo(values);
            for (int slot = 0; slot < values.Length; slot++)
            {
                values[slot] = Finite(values[slot]);
            }
        };
    }

    private static Action<double[]> Text(DataViewRow row, DataViewSchema.Column column, CategoryCodes codes)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return values =>
        {
            getter(ref text);
            values[0] = codes.Of(text.Span);
        };
    }

    private static Action<double[]> Days<T>(DataViewRow row, DataViewSchema.Column column, Func<T, long> ticks)
        where T : struct
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T time = default;
        return values =>
        {
            getter(ref time);
            values[0] = ticks(time) / (double)TimeSpan.TicksPerDay;
        };
    }

    /// <summary>Reads keys and Booleans by their names, because equal keys of two tables can have different names.</summary>
    private static Action<double[]> Names(
        DataViewRow row, DataViewSchema.Column column, CategoryCodes codes, IReadOnlyList<string> names)
    {
        Func<double> read = FactorColumn.Find(row.Schema, [column.Name])[0].Reader(row);
        var known = new Dictionary<double, double>();
        return values =>
        {
            double value = read();
            if (!known.TryGetValue(value, out double code) && !double.IsNaN(value))
            {
                code = codes.Of(value < names.Count ? names[(int)value] : value.ToString(CultureInfo.InvariantCulture));
                known.Add(value, code);
            }

            values[0] = double.IsNaN(value) ? double.NaN : code;
        };
    }

    private static IEnumerable<string> KeyNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        DataViewType? type = column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type;
        if (type is VectorDataViewType { ItemType: TextDataViewType })
        {
            column.GetKeyValues(ref names);
        }

        return names.DenseValues().Select(name => name.ToString());
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
