using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>Labels among the features of a detector, which is to work without any.</summary>
/// <remarks>Known by name only: that of ML.NET's label column, which <c>Concatenate</c> hands on to its slots.</remarks>
internal static class LabelAsFeature
{
    private const string Label = "Label";

    /// <exception cref="ArgumentException">The column or one of its slots is called Label.</exception>
    public static void Refuse(FeatureColumn column)
    {
        if (IsLabel(column.Name))
        {
            throw new ArgumentException(
                $"The features are column '{column.Name}', but a detector learns from features alone, without labels. Name "
                    + "the column with the features.");
        }

        int slot = column.SlotNames?.ToList().FindIndex(IsLabel) ?? -1;
        if (slot >= 0)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has the label among its features, in {column.DescribeSlot(slot)}. A detector would "
                    + "learn to tell anomalies by their label, which new rows do not have. Leave the label out of the "
                    + "column; if it is a measurement, give it another name.");
        }
    }

    // Concatenate calls a scalar's slot like its column, and those of a vector 'column.slot'.
    private static bool IsLabel(string name) =>
        name.Equals(Label, StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(Label + ".", StringComparison.OrdinalIgnoreCase);
}
