using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>What a table can do with the type of a column.</summary>
/// <param name="Kind">What the column holds.</param>
/// <param name="ItemType">The type of its values; of a key, that of its key values.</param>
/// <param name="IsKey">Whether it is a key.</param>
/// <param name="Slots">Slots in a row; for a category of text 0, since its values are not known.</param>
internal sealed record TableType(TableColumnKind Kind, DataKind ItemType, bool IsKey, int Slots)
{
    // The numbers of a key without values become slots, so there must not be many.
    private const ulong MaxIndicators = 1 << 16;

    private static readonly Dictionary<Type, DataKind> Numbers = new()
    {
        [typeof(float)] = DataKind.Single,
        [typeof(double)] = DataKind.Double,
        [typeof(bool)] = DataKind.Boolean,
        [typeof(sbyte)] = DataKind.SByte,
        [typeof(byte)] = DataKind.Byte,
        [typeof(short)] = DataKind.Int16,
        [typeof(ushort)] = DataKind.UInt16,
        [typeof(int)] = DataKind.Int32,
        [typeof(uint)] = DataKind.UInt32,
        [typeof(long)] = DataKind.Int64,
        [typeof(ulong)] = DataKind.UInt64,
        [typeof(DateTime)] = DataKind.DateTime,
        [typeof(TimeSpan)] = DataKind.TimeSpan,
    };

    /// <summary>The type of a column.</summary>
    /// <exception cref="ArgumentException">A table cannot have such a column.</exception>
    public static TableType Of(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => new(TableColumnKind.Category, DataKind.String, IsKey: false, Slots: 0),
        KeyDataViewType when KeyTexts.Has(column) => new(TableColumnKind.Category, DataKind.String, IsKey: true, Slots: 0),
        KeyDataViewType { Count: > 0 and <= MaxIndicators } key =>
            new(TableColumnKind.Indicators, Numbers[key.RawType], IsKey: true, (int)key.Count),
        VectorDataViewType { IsKnownSize: true } vector when NumberKind(vector.ItemType) is { } kind =>
            new(TableColumnKind.Vector, kind, IsKey: false, vector.Size),
        PrimitiveDataViewType and not KeyDataViewType when NumberKind(column.Type) is { } kind =>
            new(TableColumnKind.Number, kind, IsKey: false, Slots: 1),
        _ => throw Unsuitable(column.Name, $"{column.Type}"),
    };

    /// <summary>Checks a column of which only the shape is known.</summary>
    /// <exception cref="ArgumentException">A table cannot have such a column.</exception>
    public static void Check(SchemaShape.Column column)
    {
        bool fits = column.Kind switch
        {
            VectorKind.Scalar => column.IsKey || column.ItemType is TextDataViewType || NumberKind(column.ItemType) is not null,
            VectorKind.Vector => !column.IsKey && NumberKind(column.ItemType) is not null,
            _ => false,
        };
        if (!fits)
        {
            throw Unsuitable(column.Name, column.Kind == VectorKind.Scalar ? $"{column.ItemType}" : $"Vector<{column.ItemType}>");
        }
    }

    private static DataKind? NumberKind(DataViewType type) =>
        type is not KeyDataViewType && Numbers.TryGetValue(type.RawType, out DataKind kind) ? kind : null;

    private static ArgumentException Unsuitable(string name, string type) => new(
        $"Column '{name}' is a {type}, but a VAE reads numbers, Booleans, DateTime, TimeSpan, text, keys, and vectors of numbers "
            + "of a fixed size. Convert the column to one of these, or leave it out.");
}
