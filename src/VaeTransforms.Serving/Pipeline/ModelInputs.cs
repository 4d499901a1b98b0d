using Microsoft.ML;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>Finds the input of a model in a schema.</summary>
internal static class ModelInputs
{
    /// <summary>The columns that a model was trained on.</summary>
    /// <param name="schema">The schema to search.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputColumnName">Another name for its column; null for its own. A table has its own names only.</param>
    /// <exception cref="ArgumentException">A column is missing, or it does not fit the model.</exception>
    public static IRowInputs Find(DataViewSchema schema, TrainedVae model, string? inputColumnName = null) =>
        model.Table is { } table
            ? TableBinding.Find(schema, table, model.SlotNames)
            : FeatureColumn.Find(schema, inputColumnName ?? model.InputColumnName, model.Architecture.InputSize);
}
