using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>Labels among the features of a detector, which is to work without any.</summary>
/// <remarks>
/// Only a column is a label: ML.NET's label column, whose name <c>Concatenate</c> hands on to its slots. A word or a category
/// that is called label is none.
/// </remarks>
internal static class LabelAsFeature
{
    private const string Label = "Label";

    /// <param name="schema">The schema of the training data.</param>
    /// <param name="features">The features.</param>
    /// <exception cref="ArgumentException">The features are the label column, or have it among their slots.</exception>
    public static void Refuse(DataViewSchema schema, TrainingInput features)
    {
        foreach (DataViewSchema.Column source in features.Sources)
        {
            if (IsLabel(source.Name))
            {
                throw new ArgumentException(
                    $"The features are column '{source.Name}', but a detector learns from features alone, without labels. Name "
                        + "the column with the features.");
            }
        }

        if (features is not VectorInput
            || !schema.Any(column => IsLabel(column.Name))
            || features.Inputs.SlotNames is not { } names)
        {
            return;
        }

        foreach (VaeColumn column in features.Columns)
        {
            // Concatenate calls a scalar's slot like its column, and those of a vector 'column.slot'.
            string name = names[column.Start];
            if (!column.IsCategory && (IsLabel(name) || name.StartsWith(Label + ".", StringComparison.OrdinalIgnoreCase)))
            {
                throw new ArgumentException(
                    $"Column '{features.Inputs.Name}' has the label among its features, in "
                        + $"{features.Inputs.DescribeSlot(column.Start)}. A detector would learn to tell anomalies by their "
                        + "label, which new rows do not have. Leave the label out of the column; if it is a measurement, give it "
                        + "another name.");
            }
        }
    }

    private static bool IsLabel(string name) => name.Equals(Label, StringComparison.OrdinalIgnoreCase);
}
