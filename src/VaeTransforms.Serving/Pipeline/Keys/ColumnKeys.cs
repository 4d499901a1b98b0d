using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>The values that the keys of a column stand for.</summary>
internal static class ColumnKeys
{
    /// <summary>The type of the values; null for keys without values.</summary>
    public static DataViewType? ItemType(DataViewSchema.Column column) =>
        (column.Annotations.Schema.GetColumnOrNull(ClusterKeys.Kind)?.Type as VectorDataViewType)?.ItemType;

    /// <summary>The values; null if there are none, or if they are neither text nor numbers.</summary>
    public static NamedKeys? Of(DataViewSchema.Column column) => ItemType(column) switch
    {
        TextDataViewType => new NamedKeys(DataKind.String, [.. KeyTexts.Of(column).Select(text => $"{text}")]),
        NumberDataViewType item => item.RawType switch
        {
            var type when type == typeof(float) => Numbers<float>(column, DataKind.Single),
            var type when type == typeof(double) => Numbers<double>(column, DataKind.Double),
            var type when type == typeof(sbyte) => Numbers<sbyte>(column, DataKind.SByte),
            var type when type == typeof(byte) => Numbers<byte>(column, DataKind.Byte),
            var type when type == typeof(short) => Numbers<short>(column, DataKind.Int16),
            var type when type == typeof(ushort) => Numbers<ushort>(column, DataKind.UInt16),
            var type when type == typeof(int) => Numbers<int>(column, DataKind.Int32),
            var type when type == typeof(uint) => Numbers<uint>(column, DataKind.UInt32),
            var type when type == typeof(long) => Numbers<long>(column, DataKind.Int64),
            _ => Numbers<ulong>(column, DataKind.UInt64),
        },
        _ => null,
    };

    private static NamedKeys Numbers<T>(DataViewSchema.Column column, DataKind kind)
        where T : IFormattable
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return new NamedKeys(kind, [.. values.DenseValues().Select(value => value.ToString(null, CultureInfo.InvariantCulture))]);
    }
}
