using Microsoft.ML;
using Microsoft.ML.Data;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>The input column of a schema. Its type was checked: a vector of fixed size of Single or Double.</summary>
/// <remarks>A vector with several dimensions, such as an image, is read as one row with all of its values.</remarks>
internal sealed class FeatureColumn : IRowInputs
{
    private FeatureColumn(DataViewSchema.Column column, VectorDataViewType type)
    {
        Column = column;
        Size = type.Size;
        Axes = type.Dimensions;
        ItemType = type.ItemType;
        SlotNames = SlotNamesOf(column, type.Size);
    }

    /// <summary>The column of the schema.</summary>
    public DataViewSchema.Column Column { get; }

    public IReadOnlyList<DataViewSchema.Column> Columns => [Column];

    public string Name => Column.Name;

    /// <summary>The number of values in a row, D.</summary>
    public int Size { get; }

    public IReadOnlyList<int> Axes { get; }

    /// <summary>Single or Double.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>[D], or null if the column has no slot names, or not as many as slots.</summary>
    public IReadOnlyList<string>? SlotNames { get; }

    /// <summary>Finds the input column in the shape of a schema.</summary>
    /// <exception cref="ArgumentException">There is no such column, or its type is not supported.</exception>
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
    /// <exception cref="ArgumentException">There is no such column, or its type is not supported.</exception>
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

    /// <summary>Finds a column with the number of values that a model was trained on.</summary>
    /// <param name="schema">The schema to search.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="trainedSize">The number of values that the model was trained on.</param>
    /// <exception cref="ArgumentException">There is no such column, or it has another number of values.</exception>
    public static FeatureColumn Find(DataViewSchema schema, string name, int trainedSize)
    {
        if (schema.GetColumnOrNull(name) is null)
        {
            throw FeatureColumnErrors.MissingTrained(name, schema.Where(c => !c.IsHidden).Select(c => c.Name), trainedSize);
        }

        FeatureColumn column = Find(schema, name);
        return column.Size == trainedSize ? column : throw FeatureColumnErrors.WrongSize(column, trainedSize);
    }

    /// <summary>Finds a column with the size and the type that a transformer was trained on.</summary>
    /// <param name="schema">The schema to search.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="trainedSize">The number of values that the model was trained on.</param>
    /// <param name="trainedItemType">The type that the model was trained on, Single or Double.</param>
    /// <exception cref="ArgumentException">There is no such column, or it differs from the one in training.</exception>
    public static FeatureColumn Find(DataViewSchema schema, string name, int trainedSize, DataViewType trainedItemType)
    {
        FeatureColumn column = Find(schema, name, trainedSize);

        // The stock components of a saved model accept only the type that they were saved with. A fitted model is as strict, so
        // that a pipeline that works before it is saved also works after it is loaded.
        return column.ItemType.Equals(trainedItemType)
            ? column
            : throw FeatureColumnErrors.WrongItemType(column, trainedItemType);
    }

    /// <summary>Refuses a column whose slots have other names than in training. A slot without a name fits every name.</summary>
    /// <param name="trained">[D] the names in training, or null if there were none.</param>
    /// <exception cref="ArgumentException">A name differs.</exception>
    public void CheckSlotNames(IReadOnlyList<string>? trained)
    {
        for (int slot = 0; SlotNames is not null && slot < trained?.Count; slot++)
        {
            if (SlotNames[slot].Length > 0 && trained[slot].Length > 0 && SlotNames[slot] != trained[slot])
            {
                throw FeatureColumnErrors.OtherSlotName(Name, slot, SlotNames[slot], trained[slot]);
            }
        }
    }

    public RowReader CreateReader(DataViewRow row) => new FeatureReader(row, this);

    /// <summary>The name of a slot in messages.</summary>
    public string DescribeSlot(int slot) =>
        SlotNames is not null && SlotNames[slot].Length > 0 ? $"slot {slot} ('{SlotNames[slot]}')" : $"slot {slot}";

    public static bool IsReal(DataViewType type) =>
        type is NumberDataViewType && (type.RawType == typeof(float) || type.RawType == typeof(double));

    /// <summary>The slot names of a vector column; null if it has none, or not as many as slots.</summary>
    public static List<string>? SlotNamesOf(DataViewSchema.Column column, int size)
    {
        if (!column.HasSlotNames())
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);

        // The type of the annotation states the size, but any code can be behind its getter.
        return names.Length == size ? [.. names.DenseValues().Select(name => name.ToString())] : null;
    }
}
