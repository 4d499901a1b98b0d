using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>Whether a column has nulls, by what the ends of files say.</summary>
internal enum Nulls
{
    None,

    /// <summary>The file does not say.</summary>
    NotCounted,
    Some,
}

/// <summary>A column of Parquet files as one of a data view.</summary>
internal abstract class FileColumn(string name, DataViewType type)
{
    public string Name => name;

    public DataViewType Type => type;

    /// <summary>How a column of scalars is read.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="nulls">Whether there are nulls.</param>
    /// <exception cref="ArgumentException">No column of ML.NET can hold it.</exception>
    public static FileColumn Of(FileField field, Nulls nulls)
    {
        Type? type = field.Data?.MaxRepetitionLevel > 0 ? null : field.Data?.ClrType;
        return type switch
        {
            _ when field.Data is TimeDataField time => TimeOfDay(time),
            _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) =>
                new ValueColumn<ReadOnlyMemory<char>, ReadOnlyMemory<char>>(
                    field.Name, TextDataViewType.Instance, value => value, () => default),
            _ when type == typeof(DateTime) => Times<DateTime, DateTime>(DateTimeDataViewType.Instance, value => value),
            _ when type == typeof(DateOnly) =>
                Times<DateOnly, DateTime>(DateTimeDataViewType.Instance, value => value.ToDateTime(TimeOnly.MinValue)),
            _ => OfNumbers(type, new ScalarNumbers(field.Name, hasNulls: nulls != Nulls.None)) ?? throw Unreadable(field),
        };

        FileColumn TimeOfDay(TimeDataField time)
        {
            double ticks = TicksOf(time);
            return type == typeof(int)
                ? Times<int, TimeSpan>(TimeSpanDataViewType.Instance, value => new TimeSpan((long)(value * ticks)))
                : Times<long, TimeSpan>(TimeSpanDataViewType.Instance, value => new TimeSpan((long)(value * ticks)));
        }

        FileColumn Times<TFile, TValue>(PrimitiveDataViewType itemType, Func<TFile, TValue> convert)
            where TFile : struct
        {
            const string rule = "but a time of ML.NET cannot be missing. Fill the nulls, or leave the column out by naming the "
                + "others in columnNames.";
            return nulls == Nulls.Some
                ? throw new ArgumentException($"Column '{field.Name}' has nulls, {rule}")
                : new ValueColumn<TFile, TValue>(
                    field.Name, itemType, convert, () => throw new ColumnContentException($"there are nulls, {rule}"));
        }
    }

    /// <summary>How a column of lists is read: as vectors of Singles where these hold all values, otherwise of Doubles.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="size">Finds the length of each list.</param>
    /// <exception cref="ArgumentException">No column of ML.NET can hold it.</exception>
    public static FileColumn OfLists(FileField field, Func<int> size)
    {
        Type? type = field.Data?.MaxRepetitionLevel == 1 ? field.Data.ClrType : null;
        return OfNumbers(type, new ListNumbers(field.Name, size)) ?? throw Unreadable(field);
    }

    /// <summary>The column of a type of numbers; null for another type.</summary>
    private static FileColumn? OfNumbers(Type? type, INumberColumns columns) => type switch
    {
        _ when type == typeof(float) => columns.Singles<float>(NumberDataViewType.Single, value => value),
        _ when type == typeof(bool) => columns.Singles<bool>(BooleanDataViewType.Instance, value => value ? 1 : 0),
        _ when type == typeof(sbyte) => columns.Singles<sbyte>(NumberDataViewType.SByte, value => value),
        _ when type == typeof(byte) => columns.Singles<byte>(NumberDataViewType.Byte, value => value),
        _ when type == typeof(short) => columns.Singles<short>(NumberDataViewType.Int16, value => value),
        _ when type == typeof(ushort) => columns.Singles<ushort>(NumberDataViewType.UInt16, value => value),
        _ when type == typeof(double) => columns.Doubles<double>(NumberDataViewType.Double, value => value),
        _ when type == typeof(decimal) => columns.Doubles<decimal>(NumberDataViewType.Double, value => (double)value),
        _ when type == typeof(int) => columns.Doubles<int>(NumberDataViewType.Int32, value => value),
        _ when type == typeof(uint) => columns.Doubles<uint>(NumberDataViewType.UInt32, value => value),
        _ when type == typeof(long) => columns.Doubles<long>(NumberDataViewType.Int64, value => value),
        _ when type == typeof(ulong) => columns.Doubles<ulong>(NumberDataViewType.UInt64, value => value),
        _ => null,
    };

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
}
