using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>
/// Builds and searches <see cref="SchemaShape"/>s, which describe the output of an estimator before it is fitted. The constructor
/// of their columns is internal to ML.NET.
/// </summary>
internal static class SchemaShapes
{
    /// <summary>A column that is not a key.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">Scalar, vector of fixed size, or vector of variable size.</param>
    /// <param name="itemType">The type of its value, or of each value of a vector.</param>
    /// <param name="annotations">The columns of its annotations.</param>
    public static SchemaShape.Column Column(
        string name, Kind kind, DataViewType itemType, params IEnumerable<SchemaShape.Column> annotations) =>
        Create(name, kind, itemType, isKey: false, new SchemaShape(annotations));

    /// <summary>A scalar column that is a key.</summary>
    /// <param name="name">The name.</param>
    /// <param name="itemType">The type of its value.</param>
    /// <param name="annotations">The columns of its annotations.</param>
    public static SchemaShape.Column Key(
        string name, DataViewType itemType, params IEnumerable<SchemaShape.Column> annotations) =>
        Create(name, Kind.Scalar, itemType, isKey: true, new SchemaShape(annotations));

    /// <summary>Whether the slots of a vector column have names.</summary>
    public static bool HasSlotNames(SchemaShape.Column column) =>
        Find(column.Annotations, "SlotNames") is { Kind: Kind.Vector, ItemType: TextDataViewType };

    /// <summary>The column with this name, or null.</summary>
    public static SchemaShape.Column? Find(SchemaShape shape, string name)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>The shape with columns added. An added column replaces a column of the same name.</summary>
    public static SchemaShape With(SchemaShape shape, IEnumerable<SchemaShape.Column> added)
    {
        Dictionary<string, SchemaShape.Column> columns = shape.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column column in added)
        {
            columns[column.Name] = column;
        }

        return new SchemaShape(columns.Values);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column Create(
        string name, Kind kind, DataViewType itemType, bool isKey, SchemaShape annotations);
}
