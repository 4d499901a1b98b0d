using Microsoft.ML;
using Microsoft.ML.Data;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>The input column of a schema, known to hold what a model reads: a vector of fixed size of Single or Double.</summary>
/// <remarks>A vector with several dimensions, such as an image, is read as one row of all its values.</remarks>
internal sealed class FeatureColumn
{
    private FeatureColumn(DataViewSchema.Column column, VectorDataViewType type)
    {
        Column = column;
        Size = type.Size;
        ItemType = type.ItemType;
        SlotNames = SlotNamesOf(column, type.Size);
    }

    /// <summary>The column in its schema.</summary>
    public DataViewSchema.Column Column { get; }

    public string Name => Column.Name;

    /// <summary>Values in a row; D.</summary>
    public int Size { get; }

    /// <summary>Single or Double.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>[D], or null where the column has none or has them for another number of slots.</summary>
    public IReadOnlyList<string>? SlotNames { get; }

    /// <summary>Finds the column that an estimator's input promises.</summary>
    /// <exception cref="ArgumentException">There is none, or its type does not fit.</exception>
    public static SchemaShape.Column Find(SchemaShape schema, string name)
    {
        if (SchemaShapes.Find(schema, name) is not { } column)
        {
            throw FeatureColumnErrors.Missing(name, schema.Select(c => c.Name));
        }

        bool fits = column.Kind == VectorKind.Vector && !column.IsKey && IsReal(column.ItemType);
        return fits
            ? column
            : throw FeatureColumnErrors.Misfit(column);
    }

    /// <summary>Finds the column to train on.</summary>
    /// <exception cref="ArgumentException">There is none, or its type does not fit.</exception>
    public static FeatureColumn Find(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
        {
            throw FeatureColumnErrors.Missing(name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
        }

        if (column.Type is VectorDataViewType { IsKnownSize: true } vector && IsReal(vector.ItemType))
        {
            return new FeatureColumn(column, vector);
        }

        throw FeatureColumnErrors.Misfit(column);
    }

    /// <summary>Finds a column that a trained model can read.</summary>
    /// <param name="schema">Where to look.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainedSize">The number of values trained on.</param>
    /// <exception cref="ArgumentException">There is none, or it has another number of values.</exception>
    public static FeatureColumn Find(DataViewSchema schema, string name, int trainedSize)
    {
        if (schema.GetColumnOrNull(name) is null)
        {
            throw FeatureColumnErrors.MissingTrained(name, schema.Where(c => !c.IsHidden).Select(c => c.Name), trainedSize);
        }

        FeatureColumn column = Find(schema, name);
        return column.Size == trainedSize ? column : throw FeatureColumnErrors.WrongSize(column, trainedSize);
    }

    /// <summary>Finds the column that a trained transformer reads.</summary>
    /// <param name="schema">Where to look.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainedSize">The number of values trained on.</param>
    /// <param name="trainedItemType">Single or Double, as trained on.</param>
    /// <exception cref="ArgumentException">There is none, or it differs from the one trained on.</exception>
    public static FeatureColumn Find(DataViewSchema schema, string name, int trainedSize, DataViewType trainedItemType)
    {
        FeatureColumn column = Find(schema, name, trainedSize);

        // A saved model is run by stock components, which take only the type they were saved with; a fitted one is as
        // strict, so that a pipeline which works before it is saved works after it is loaded.
        return column.ItemType.Equals(trainedItemType)
            ? column
            : throw FeatureColumnErrors.WrongItemType(column, trainedItemType);
    }

    /// <summary>How a message names a slot.</summary>
    public string DescribeSlot(int slot) =>
        SlotNames is not null && SlotNames[slot].Length > 0 ? $"slot {slot} ('{SlotNames[slot]}')" : $"slot {slot}";

    public static bool IsReal(DataViewType type) =>
        type is NumberDataViewType && (type.RawType == typeof(float) || type.RawType == typeof(double));

    private static List<string>? SlotNamesOf(DataViewSchema.Column column, int size)
    {
        if (!column.HasSlotNames())
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);

        // The annotation's type promised the size, but its getter is somebody's delegate.
        return names.Length == size ? [.. names.DenseValues().Select(name => name.ToString())] : null;
    }
}
