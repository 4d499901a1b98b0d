using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Parquet;

/// <summary>A column of keys as a field: the values of the keys, or their numbers from 1 if they have no values.</summary>
internal static class KeyOutput
{
    /// <summary>The field; null if a file cannot have the type of the values.</summary>
    public static ColumnOutput? Of(DataViewSchema.Column column) => column.Type.RawType switch
    {
        Type raw when raw == typeof(byte) => Of<byte>(column, key => key),
        Type raw when raw == typeof(ushort) => Of<ushort>(column, key => key),
        Type raw when raw == typeof(uint) => Of<uint>(column, key => key),
        _ => Of<ulong>(column, key => checked((uint)key)),
    };

    private static ColumnOutput? Of<TKey>(DataViewSchema.Column column, Func<TKey, uint> number)
    {
        DataViewSchema.Column? values = column.Annotations.Schema.GetColumnOrNull("KeyValues");
        return (values?.Type as VectorDataViewType)?.ItemType.RawType switch
        {
            null => ColumnOutput.Gaps<TKey, long>(column, key => number(key) is > 0 and var place ? place : null),
            Type item when item == typeof(ReadOnlyMemory<char>) => Texts(column, number),
            Type item when item == typeof(bool) => Values<TKey, bool>(column, number),
            Type item when item == typeof(float) => Values<TKey, float>(column, number),
            Type item when item == typeof(double) => Values<TKey, double>(column, number),
            Type item when item == typeof(sbyte) => Values<TKey, sbyte>(column, number),
            Type item when item == typeof(byte) => Values<TKey, byte>(column, number),
            Type item when item == typeof(short) => Values<TKey, short>(column, number),
            Type item when item == typeof(ushort) => Values<TKey, ushort>(column, number),
            Type item when item == typeof(int) => Values<TKey, int>(column, number),
            Type item when item == typeof(uint) => Values<TKey, uint>(column, number),
            Type item when item == typeof(long) => Values<TKey, long>(column, number),
            Type item when item == typeof(ulong) => Values<TKey, ulong>(column, number),
            Type item when item == typeof(DateTime) => Values<TKey, DateTime>(column, number),
            _ => null,
        };
    }

    private static ColumnOutput Texts<TKey>(DataViewSchema.Column column, Func<TKey, uint> number)
    {
        ReadOnlyMemory<char>[] values = ValuesOf<ReadOnlyMemory<char>>(column);
        return ColumnOutput.Text<TKey>(column, key => number(key) is > 0 and var place ? values[place - 1] : default);
    }

    private static ColumnOutput Values<TKey, TValue>(DataViewSchema.Column column, Func<TKey, uint> number)
        where TValue : struct
    {
        TValue[] values = ValuesOf<TValue>(column);
        return ColumnOutput.Gaps<TKey, TValue>(
            column, key => number(key) is > 0 and var place ? values[place - 1] : default(TValue?));
    }

    /// <summary>The values of the keys from 1.</summary>
    private static T[] ValuesOf<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues()];
    }
}
