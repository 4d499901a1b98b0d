using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>Labels among the features of a detector, which is to work without any.</summary>
/// <remarks>
/// Values decide, not names: a slot is the label if it equals the label column in every row. A key has no number of its own, so a
/// slot is such a label if it has one value for each key. A word, a category or a measurement that is called label is none.
/// </remarks>
internal static class LabelAsFeature
{
    // Where fewer rows have another label than the rest, a rare word or category can have their pattern by chance.
    private const int MinOtherRows = 10;

    /// <summary>Refuses the label column itself, before a row is read.</summary>
    /// <param name="features">The features.</param>
    /// <param name="condition">The column among them that is a condition, which may be a class; null for none.</param>
    /// <exception cref="ArgumentException">The features are the label column, or have it among their columns.</exception>
    public static void RefuseColumn(TrainingInput features, string? condition)
    {
        foreach (DataViewSchema.Column source in features.Sources)
        {
            if (LabelColumn.IsName(source.Name) && source.Name != condition)
            {
                throw new ArgumentException(
                    $"The features are column '{source.Name}', but a detector learns from features alone, without labels. Name "
                        + "the column with the features.");
            }
        }
    }

    /// <summary>Refuses a slot that has the label's value in every row of the training data.</summary>
    /// <param name="fit">The rows.</param>
    /// <param name="label">The label of each row of the training data; null if they have none.</param>
    /// <exception cref="ArgumentException">There is such a slot.</exception>
    public static void RefuseSlot(FitRows fit, LabelColumn? label)
    {
        if (label is null || fit.TrainingRows == 0)
        {
            return;
        }

        bool differs = OtherRows(label.Values) >= MinOtherRows;
        double[] centers = fit.Input.Table?.Centers ?? new double[fit.Rows.Width];

        // A condition may be a class.
        int found = Enumerable.Range(0, fit.Input.FeatureSlots)
            .Where(slot => differs || HasItsName(fit, slot))
            .Where(slot => label.IsKey ? IsKey(fit, slot, label.Values) : IsNumber(fit, slot, label.Values, centers[slot]))
            .FirstOrDefault(-1);
        if (found >= 0)
        {
            throw new ArgumentException(
                $"Column '{fit.Input.Inputs.Name}' has the label among its features: "
                    + $"{fit.Input.Inputs.DescribeSlot(found)} equals column '{label.Column.Name}' in every row. A detector "
                    + "would learn to tell anomalies by their label, which new rows do not have. Leave the label out of the "
                    + "features.");
        }
    }

    private static bool IsNumber(FitRows fit, int slot, IReadOnlyList<double> label, double center)
    {
        for (int row = 0; row < fit.TrainingRows; row++)
        {
            if (!fit.Rows.Row(row)[slot].Equals((float)(label[row] - center)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsKey(FitRows fit, int slot, IReadOnlyList<double> label)
    {
        var values = new Dictionary<double, float>();
        var used = new HashSet<float>();
        for (int row = 0; row < fit.TrainingRows; row++)
        {
            float value = fit.Rows.Row(row)[slot];
            if (values.TryAdd(label[row], value) ? !used.Add(value) : !values[label[row]].Equals(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many rows do not have the most frequent label.</summary>
    private static int OtherRows(IReadOnlyList<double> values) =>
        values.Count - values.CountBy(value => value).Max(pair => pair.Value);

    // A constant label equals every slot that is constant too, so there the name decides.
    private static bool HasItsName(FitRows fit, int slot) =>
        fit.Input.Inputs.SlotNames is { } names && LabelColumn.IsName(names[slot]);
}
