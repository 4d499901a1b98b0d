using System.Buffers;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>A column of Parquet files as one of a data view.</summary>
internal abstract class FileColumn(string name, DataViewType type)
{
    public string Name => name;

    public DataViewType Type => type;

    /// <summary>How a column of scalars is read.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="hasNulls">Whether there are nulls, or may be.</param>
    /// <exception cref="ArgumentException">No column of ML.NET can hold it.</exception>
    public static FileColumn Of(FileField field, bool hasNulls)
    {
        Type? type = field.Data?.MaxRepetitionLevel > 0 ? null : field.Data?.ClrType;
        return type switch
        {
            _ when field.Data is TimeDataField time => TimeOfDay(time),
            _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) =>
                Values<ReadOnlyMemory<char>, ReadOnlyMemory<char>>(TextDataViewType.Instance, value => value, default),
            _ when type == typeof(float) => Values<float, float>(NumberDataViewType.Single, value => value, float.NaN),
            _ when type == typeof(double) => Values<double, double>(NumberDataViewType.Double, value => value, double.NaN),
            _ when type == typeof(decimal) =>
                Values<decimal, double>(NumberDataViewType.Double, value => (double)value, double.NaN),
            _ when type == typeof(DateTime) => Times<DateTime, DateTime>(DateTimeDataViewType.Instance, value => value),
            _ when type == typeof(DateOnly) =>
                Times<DateOnly, DateTime>(DateTimeDataViewType.Instance, value => value.ToDateTime(TimeOnly.MinValue)),
            _ when type == typeof(bool) => Small<bool>(BooleanDataViewType.Instance, value => value ? 1 : 0),
            _ when type == typeof(sbyte) => Small<sbyte>(NumberDataViewType.SByte, value => value),
            _ when type == typeof(byte) => Small<byte>(NumberDataViewType.Byte, value => value),
            _ when type == typeof(short) => Small<short>(NumberDataViewType.Int16, value => value),
            _ when type == typeof(ushort) => Small<ushort>(NumberDataViewType.UInt16, value => value),
            _ when type == typeof(int) => Large<int>(NumberDataViewType.Int32, value => value),
            _ when type == typeof(uint) => Large<uint>(NumberDataViewType.UInt32, value => value),
            _ when type == typeof(long) => Large<long>(NumberDataViewType.Int64, value => value),
            _ when type == typeof(ulong) => Large<ulong>(NumberDataViewType.UInt64, value => value),
            _ => throw Unreadable(field),
        };

        FileColumn TimeOfDay(TimeDataField time)
        {
            double ticks = TicksOf(time);
            return type == typeof(int)
                ? Times<int, TimeSpan>(TimeSpanDataViewType.Instance, value => new TimeSpan((long)(value * ticks)))
                : Times<long, TimeSpan>(TimeSpanDataViewType.Instance, value => new TimeSpan((long)(value * ticks)));
        }

        FileColumn Values<TFile, TValue>(PrimitiveDataViewType itemType, Func<TFile, TValue> convert, TValue missing)
            where TFile : struct => new ValueColumn<TFile, TValue>(field.Name, itemType, convert, missing);

        FileColumn Times<TFile, TValue>(PrimitiveDataViewType itemType, Func<TFile, TValue> convert)
            where TFile : struct => hasNulls
                ? throw new ArgumentException(
                    $"Column '{field.Name}' has nulls, but a time of ML.NET cannot be missing. Fill the nulls, or leave the "
                    + "column out by naming the others in columnNames.")
                : Values(itemType, convert, default!);

        FileColumn Small<TFile>(PrimitiveDataViewType itemType, Func<TFile, float> number)
            where TFile : struct => hasNulls
                ? Values(NumberDataViewType.Single, number, float.NaN)
                : Values<TFile, TFile>(itemType, value => value, default);

        FileColumn Large<TFile>(PrimitiveDataViewType itemType, Func<TFile, double> number)
            where TFile : struct => hasNulls
                ? Values(NumberDataViewType.Double, number, double.NaN)
                : Values<TFile, TFile>(itemType, value => value, default);
    }

    /// <summary>How a column of lists is read: as vectors of Singles where these hold all values, otherwise of Doubles.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="size">Finds the length of each list.</param>
    /// <exception cref="ArgumentException">No column of ML.NET can hold it.</exception>
    public static FileColumn OfLists(FileField field, Func<int> size)
    {
        Type? type = field.Data?.MaxRepetitionLevel == 1 ? field.Data.ClrType : null;
        return type switch
        {
            _ when type == typeof(float) => Singles<float>(value => value),
            _ when type == typeof(bool) => Singles<bool>(value => value ? 1 : 0),
            _ when type == typeof(sbyte) => Singles<sbyte>(value => value),
            _ when type == typeof(byte) => Singles<byte>(value => value),
            _ when type == typeof(short) => Singles<short>(value => value),
            _ when type == typeof(ushort) => Singles<ushort>(value => value),
            _ when type == typeof(double) => Doubles<double>(value => value),
            _ when type == typeof(decimal) => Doubles<decimal>(value => (double)value),
            _ when type == typeof(int) => Doubles<int>(value => value),
            _ when type == typeof(uint) => Doubles<uint>(value => value),
            _ when type == typeof(long) => Doubles<long>(value => value),
            _ when type == typeof(ulong) => Doubles<ulong>(value => value),
            _ => throw Unreadable(field),
        };

        FileColumn Singles<TFile>(Func<TFile, float> number)
            where TFile : struct =>
            new ListColumn<TFile, float>(field.Name, NumberDataViewType.Single, size(), number, float.NaN);

        FileColumn Doubles<TFile>(Func<TFile, double> number)
            where TFile : struct =>
            new ListColumn<TFile, double>(field.Name, NumberDataViewType.Double, size(), number, double.NaN);
    }

    private static ArgumentException Unreadable(FileField field) => new(
        $"Column '{field.Name}' holds {field.Kind}, which LoadParquet cannot read: it reads numbers, Booleans, text, dates, "
        + "times and lists of numbers. Name the columns to load in columnNames.");

    /// <summary>Ticks of 100 nanoseconds in a unit of a time of day.</summary>
    private static double TicksOf(TimeDataField time) => time.SchemaElement is { LogicalType.TIME.Unit.NANOS: not null } ? 0.01
        : time.ClrType == typeof(int) ? TimeSpan.TicksPerMillisecond
        : TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads the values of a row group.</summary>
    /// <returns>[rows], of the raw type of <see cref="Type"/>.</returns>
    public abstract Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field);

    /// <summary>A getter of the values of the current row.</summary>
    /// <param name="current">What <see cref="ReadAsync"/> gave, and the place in it.</param>
    public abstract Delegate Getter(Func<(Array Values, int Row)> current);

    private sealed class ValueColumn<TFile, TValue>(
        string name, DataViewType type, Func<TFile, TValue> convert, TValue missing) : FileColumn(name, type)
        where TFile : struct
    {
        public override async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field)
        {
            TValue[] values = GC.AllocateUninitializedArray<TValue>(checked((int)group.RowCount));
            TFile[] read = values as TFile[] ?? new TFile[values.Length];
            if (field.MaxDefinitionLevel == 0)
            {
                await group.ReadRawAsync<TFile>(field, read, null, null);
                Place(read, [], 0, values);
                return values;
            }

            int[] levels = ArrayPool<int>.Shared.Rent(values.Length);
            try
            {
                await group.ReadRawAsync<TFile>(field, read, levels.AsMemory(0, values.Length), null);
                Place(read, levels.AsSpan(0, values.Length), field.MaxDefinitionLevel, values);
            }
            finally
            {
                ArrayPool<int>.Shared.Return(levels);
            }

            return values;
        }

        public override Delegate Getter(Func<(Array Values, int Row)> current) => new Microsoft.ML.ValueGetter<TValue>(
            (ref TValue value) =>
            {
                (Array values, int row) = current();
                value = ((TValue[])values)[row];
            });

        /// <summary>Converts values, and puts each in its row.</summary>
        /// <param name="read">The values that are there, at the front; it may be the same array as the last.</param>
        /// <param name="levels">Of each row; empty if all are there.</param>
        /// <param name="present">The level of a row that has a value.</param>
        /// <param name="values">Every value is written.</param>
        private void Place(TFile[] read, ReadOnlySpan<int> levels, int present, TValue[] values)
        {
            int next = levels.IsEmpty ? values.Length : levels.Count(present);
            if (next == values.Length && ReferenceEquals(read, values))
            {
                return;
            }

            // From the end, so that none is overwritten before it is moved.
            for (int row = values.Length - 1; row >= 0; row--)
            {
                values[row] = levels.IsEmpty || levels[row] == present ? convert(read[--next]) : missing;
            }
        }
    }
}
