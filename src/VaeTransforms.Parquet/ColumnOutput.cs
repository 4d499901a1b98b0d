using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>A column of a data view as fields of a Parquet file: one, or one for each slot.</summary>
internal abstract class ColumnOutput
{
    /// <summary>The fields, in the order of the slots.</summary>
    public abstract IReadOnlyList<FieldValues> Fields { get; }

    /// <summary>The fields of a column.</summary>
    /// <exception cref="ArgumentException">A file cannot have its type.</exception>
    public static ColumnOutput Of(DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType => KeyOutput.Of(column) ?? throw Unsuitable(column),
        TextDataViewType => Text<ReadOnlyMemory<char>>(column, text => text),
        BooleanDataViewType => Whole<bool>(column),

        // A fit reads the ticks, whatever zone a time is of. A local time would be moved to UTC.
        DateTimeDataViewType => Whole<DateTime>(column, time => DateTime.SpecifyKind(time, DateTimeKind.Unspecified)),
        TimeSpanDataViewType => TimeOfDay(column),
        NumberDataViewType number => Number(column, number),
        VectorDataViewType { ItemType.RawType: var type, Size: > 0 } vector when type == typeof(float) =>
            new SlotsOutput<float>(column, vector.Size, OrMissing),
        VectorDataViewType { ItemType.RawType: var type, Size: > 0 } vector when type == typeof(double) =>
            new SlotsOutput<double>(column, vector.Size, OrMissing),
        _ => throw Unsuitable(column),
    };

    /// <summary>What takes the value of the current row.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    /// <param name="column">The column of its schema.</param>
    public abstract Action Reader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Takes rows.</summary>
    /// <param name="slots">Of each slot an array of the raw type of the column; one array for a column of scalars.</param>
    /// <param name="start">The first row.</param>
    /// <param name="rows">How many.</param>
    public abstract void Take(IReadOnlyList<Array> slots, int start, int rows);

    private static ColumnOutput Number(DataViewSchema.Column column, NumberDataViewType type) => type.RawType switch
    {
        Type raw when raw == typeof(float) => Gaps<float, float>(column, OrMissing),
        Type raw when raw == typeof(double) => Gaps<double, double>(column, OrMissing),
        Type raw when raw == typeof(sbyte) => Whole<sbyte>(column),
        Type raw when raw == typeof(byte) => Whole<byte>(column),
        Type raw when raw == typeof(short) => Whole<short>(column),
        Type raw when raw == typeof(ushort) => Whole<ushort>(column),
        Type raw when raw == typeof(int) => Whole<int>(column),
        Type raw when raw == typeof(uint) => Whole<uint>(column),
        Type raw when raw == typeof(long) => Whole<long>(column),
        _ => Whole<ulong>(column),
    };

    private static ScalarOutput<T, T> Whole<T>(DataViewSchema.Column column, Func<T, T?>? convert = null)
        where T : struct => new(new FieldValues<T>(column.Name, typeof(T), mayBeMissing: false), convert ?? (value => value));

    /// <summary>A field of times of day, the only spans that a file has, in nanoseconds: a span has hundreds of them.</summary>
    private static ScalarOutput<TimeSpan, long> TimeOfDay(DataViewSchema.Column column) => new(
        new FieldValues<long>(new TimeDataField(column.Name, TimeUnitPrecision.Nanos, isNullable: false)),
        span => span >= TimeSpan.Zero && span < TimeSpan.FromDays(1)
            ? span.Ticks * TimeSpan.NanosecondsPerTick
            : throw new ArgumentException(
                $"Column '{column.Name}' has the span {span:c}, but a file has times of day only, below 24 hours. Convert the "
                    + "column to a number before you save."));

    /// <summary>A field of scalars.</summary>
    /// <param name="column">The column.</param>
    /// <param name="convert">The value of the field; null for none.</param>
    public static ColumnOutput Gaps<TValue, TField>(DataViewSchema.Column column, Func<TValue, TField?> convert)
        where TField : struct =>
        new ScalarOutput<TValue, TField>(new FieldValues<TField>(column.Name, typeof(TField), mayBeMissing: true), convert);

    /// <summary>A field of text.</summary>
    /// <param name="column">The column.</param>
    /// <param name="convert">The text; an empty one is missing.</param>
    public static ColumnOutput Text<TValue>(
        DataViewSchema.Column column, Func<TValue, ReadOnlyMemory<char>> convert)
    {
        return new ScalarOutput<TValue, ReadOnlyMemory<char>>(
            new FieldValues<ReadOnlyMemory<char>>(column.Name, typeof(string), mayBeMissing: true), OrMissing);

        // Not null, which would convert to memory that is empty.
        ReadOnlyMemory<char>? OrMissing(TValue value) =>
            convert(value) is { IsEmpty: false } text ? text : default(ReadOnlyMemory<char>?);
    }

    private static ArgumentException Unsuitable(DataViewSchema.Column column) => new(
        $"Column '{column.Name}' is of type {column.Type}, which SaveAsParquet cannot write: it writes numbers, Booleans, "
            + "text, dates, times of day, keys, and vectors of Singles or Doubles of fixed size. Drop or convert the column "
            + "before you save.");

    private static float? OrMissing(float value) => float.IsNaN(value) ? null : value;

    private static double? OrMissing(double value) => double.IsNaN(value) ? null : value;

    /// <param name="target">The field.</param>
    /// <param name="convert">The value of the field; null for none.</param>
    private sealed class ScalarOutput<TValue, TField>(
        FieldValues<TField> target, Func<TValue, TField?> convert) : ColumnOutput
        where TField : struct
    {
        public override IReadOnlyList<FieldValues> Fields => [target];

        public override Action Reader(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<TValue> get = row.GetGetter<TValue>(column);
            TValue value = default!;
            return () =>
            {
                get(ref value);
                target.Add(convert(value));
            };
        }

        public override void Take(IReadOnlyList<Array> slots, int start, int rows)
        {
            if (!target.Field.IsNullable && slots[0] is TField[] same)
            {
                target.Add(same.AsSpan(start, rows));
                return;
            }

            target.Add(((TValue[])slots[0]).AsSpan(start, rows), convert);
        }
    }

    private sealed class SlotsOutput<T>(DataViewSchema.Column column, int size, Func<T, T?> orMissing) : ColumnOutput
        where T : struct
    {
        private readonly FieldValues<T>[] _fields = [.. Ends(column, size).Select(end =>
            new FieldValues<T>($"{column.Name}.{end}", typeof(T), mayBeMissing: true))];

        public override IReadOnlyList<FieldValues> Fields => _fields;

        public override Action Reader(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> value = default;
            var dense = new T[size];
            return () =>
            {
                get(ref value);
                value.CopyTo(dense);
                for (int slot = 0; slot < dense.Length; slot++)
                {
                    _fields[slot].Add(orMissing(dense[slot]));
                }
            };
        }

        public override void Take(IReadOnlyList<Array> slots, int start, int rows)
        {
            for (int slot = 0; slot < _fields.Length; slot++)
            {
                _fields[slot].Add(((T[])slots[slot]).AsSpan(start, rows), orMissing);
            }
        }

        /// <summary>The names of the slots, or else their numbers.</summary>
        private static string[] Ends(DataViewSchema.Column column, int size)
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

            return ends;
        }
    }
}
