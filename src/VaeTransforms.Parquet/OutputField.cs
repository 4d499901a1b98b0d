using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>
/// A column of a data view, or a slot of one, as a field of a Parquet file. It collects the values of a row group.
/// </summary>
internal abstract class OutputField(DataField target)
{
    public DataField Field => target;

    /// <summary>The fields of a column.</summary>
    /// <exception cref="ArgumentException">A file cannot have its type.</exception>
    public static IEnumerable<OutputField> Of(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType => [Key(row, column)],
        TextDataViewType => [Text(row, column)],
        BooleanDataViewType => [Number<bool>(row, column)],
        DateTimeDataViewType => [Number<DateTime>(row, column)],
        NumberDataViewType number => [Number(row, column, number)],
        VectorDataViewType { ItemType: NumberDataViewType { RawType: var type }, Size: > 0 } vector when type == typeof(float) =>
            Slots(row, column, vector.Size),
        _ => throw new ArgumentException(
            $"Column '{column.Name}' is of type {column.Type}, which SaveAsParquet cannot write: it writes numbers, Booleans, "
            + "text, dates, keys, and vectors of Singles of fixed size. Drop or convert the column before you save."),
    };

    /// <summary>Takes the value of the current row.</summary>
    public abstract void Add();

    /// <summary>Writes the values that were taken.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    private static OutputField Number(DataViewRow row, DataViewSchema.Column column, NumberDataViewType type)
    {
        return type.RawType switch
        {
            Type raw when raw == typeof(float) => Maybe<float>(row, column, float.IsNaN),
            Type raw when raw == typeof(double) => Maybe<double>(row, column, double.IsNaN),
            Type raw when raw == typeof(sbyte) => Number<sbyte>(row, column),
            Type raw when raw == typeof(byte) => Number<byte>(row, column),
            Type raw when raw == typeof(short) => Number<short>(row, column),
            Type raw when raw == typeof(ushort) => Number<ushort>(row, column),
            Type raw when raw == typeof(int) => Number<int>(row, column),
            Type raw when raw == typeof(uint) => Number<uint>(row, column),
            Type raw when raw == typeof(long) => Number<long>(row, column),
            _ => Number<ulong>(row, column),
        };
    }

    private static Values<T> Number<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct => new(new DataField(column.Name, typeof(T), false, false, null), Reader<T>(row, column), WriteWhole);

    private static Values<T?> Maybe<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing)
        where T : struct
    {
        Func<T> read = Reader<T>(row, column);
        return Gaps<T>(column.Name, () => read() is var value && isMissing(value) ? null : value);
    }

    private static Values<string?> Text(DataViewRow row, DataViewSchema.Column column)
    {
        Func<ReadOnlyMemory<char>> read = Reader<ReadOnlyMemory<char>>(row, column);
        return Texts(column.Name, () => read() is { IsEmpty: false } text ? text.ToString() : null);
    }

    private static Values<T?> Gaps<T>(string name, Func<T?> read)
        where T : struct => new(new DataField(name, typeof(T), true, false, null), read, WriteGaps);

    private static Values<string?> Texts(string name, Func<string?> read) =>
        new(new DataField(name, typeof(string), true, false, null), read, (group, field, values) =>
            group.WriteAsync(field, values!));

    private static Task WriteWhole<T>(ParquetRowGroupWriter group, DataField field, T[] values)
        where T : struct => group.WriteAsync<T>(field, values.AsMemory());

    private static Task WriteGaps<T>(ParquetRowGroupWriter group, DataField field, T?[] values)
        where T : struct => group.WriteAsync<T>(field, values.AsMemory());

    /// <summary>Reads a column of the current row.</summary>
    private static Func<T> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return value;
        };
    }

    /// <summary>A key as the text of its value; without such texts, as its number from 1.</summary>
    private static OutputField Key(DataViewRow row, DataViewSchema.Column column)
    {
        Func<uint> number = Raw(row, column);
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            VBuffer<ReadOnlyMemory<char>> texts = default;
            column.GetKeyValues(ref texts);
            string[] values = [.. texts.DenseValues().Select(text => text.ToString())];
            return Texts(column.Name, () => number() is > 0 and var key ? values[key - 1] : null);
        }

        return Gaps<long>(column.Name, () => number() is > 0 and var key ? key : null);
    }

    private static Func<uint> Raw(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            Type raw when raw == typeof(byte) => Read<byte>(value => value),
            Type raw when raw == typeof(ushort) => Read<ushort>(value => value),
            Type raw when raw == typeof(uint) => Read<uint>(value => value),
            _ => Read<ulong>(value => checked((uint)value)),
        };

        Func<uint> Read<T>(Func<T, uint> convert)
        {
            Func<T> read = Reader<T>(row, column);
            return () => convert(read());
        }
    }

    private static IEnumerable<OutputField> Slots(DataViewRow row, DataViewSchema.Column column, int size)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        string[] ends = [.. Enumerable.Range(0, size).Select(slot => slot.ToString(CultureInfo.InvariantCulture))];
        foreach ((int slot, ReadOnlyMemory<char> name) in names.DenseValues().Index().Where(pair => !pair.Item.IsEmpty))
        {
            ends[slot] = name.ToString();
        }

        ValueGetter<VBuffer<float>> get = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        var dense = new float[size];
        long read = -1;
        return [.. ends.Select((end, slot) => Gaps<float>($"{column.Name}.{end}", () => Slot(slot)))];

        float? Slot(int slot)
        {
            if (read != row.Position)
            {
                get(ref value);
                value.CopyTo(dense);
                read = row.Position;
            }

            return float.IsNaN(dense[slot]) ? null : dense[slot];
        }
    }

    private sealed class Values<T>(DataField target, Func<T> read, Func<ParquetRowGroupWriter, DataField, T[], Task> write)
        : OutputField(target)
    {
        private readonly List<T> _values = [];

        public override void Add() => _values.Add(read());

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await write(group, Field, [.. _values]);
            _values.Clear();
        }
    }
}
