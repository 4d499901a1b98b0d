using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>Finds the input of a model in a schema.</summary>
internal static class ModelInputs
{
    /// <summary>The columns that a model was trained on. Slots that have names have those of training.</summary>
    /// <param name="schema">The schema to search.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputColumnName">Another name for its column; null for its own. A table has its own names only.</param>
    /// <param name="itemType">The type that the values of its column must have; null for Single or Double.</param>
    /// <param name="reorderSlots">
    /// Whether slots of its column are found by their names; null for as the model was fitted.
    /// </param>
    /// <exception cref="ArgumentException">A column is missing, or it does not fit the model.</exception>
    public static IRowInputs Find(
        DataViewSchema schema,
        TrainedVae model,
        string? inputColumnName = null,
        DataViewType? itemType = null,
        bool? reorderSlots = null)
    {
        if (model.Table is { } table)
        {
            return TableBinding.Find(schema, table, model.SlotNames);
        }

        string name = inputColumnName ?? model.InputColumnName;
        int size = model.Architecture.InputSize;
        FeatureColumn column = itemType is null
            ? FeatureColumn.Find(schema, name, size)
            : FeatureColumn.Find(schema, name, size, itemType);
        return InOrder(column, model.SlotNames, reorderSlots ?? model.Place?.ReordersSlots ?? false);
    }

    /// <summary>A vector column with its slots in the order of training.</summary>
    /// <param name="column">The column.</param>
    /// <param name="trained">[D] the names in training, or null if there were none.</param>
    /// <param name="reorderSlots">Whether slots are found by their names; otherwise names are checked in their places.</param>
    /// <exception cref="ArgumentException">A name does not fit.</exception>
    public static IRowInputs InOrder(FeatureColumn column, IReadOnlyList<string>? trained, bool reorderSlots)
    {
        if (reorderSlots)
        {
            return ReorderedColumn.Of(column, trained);
        }

        column.CheckSlotNames(trained);
        return column;
    }
}
