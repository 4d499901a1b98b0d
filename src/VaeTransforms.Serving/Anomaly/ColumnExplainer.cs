using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Anomaly;

/// <summary>Puts what a graph computed about a column of a row into words.</summary>
/// <param name="model">The model.</param>
/// <param name="row">[D], as the model's slots.</param>
/// <param name="expected">[D], the prediction of each slot from the other columns, likewise.</param>
internal sealed class ColumnExplainer(TrainedVae model, float[] row, float[] expected)
{
    private readonly DataKind?[] _kinds = Kinds(model);

    /// <summary>The explanation of a column that has a value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="contribution">To the score.</param>
    /// <param name="share">Of all contributions above 0.</param>
    public SlotExplanation Explain(VaeColumn column, float contribution, float share)
    {
        (int slot, CategoryExplanation? category) =
            column.IsCategory ? Category(column)
            : _kinds[column.Start] == DataKind.Boolean ? (column.Start, Flag(column.Start))
            : (column.Start, null);
        return new SlotExplanation(
            slot,
            column.Name,
            model.Layout.Value(slot, row[slot]),
            model.Layout.Value(slot, expected[slot]),
            model.RequireCalibration().SlotSpreads[slot],
            contribution,
            share)
        {
            Category = category,
            IsDateTime = _kinds[slot] == DataKind.DateTime,
            IsTimeSpan = _kinds[slot] == DataKind.TimeSpan,
        };
    }

    private (int Slot, CategoryExplanation Explanation) Category(VaeColumn column)
    {
        int probable = column.Start + IndexOfMax(expected.AsSpan(column.Start, column.Slots));
        int own = column.Start + IndexOfMax(row.AsSpan(column.Start, column.Slots));
        bool isSeen = row[own] > 0;

        // Rounding can leave a probability just above 1.
        float probability = Math.Min(expected[probable], 1);
        return (
            isSeen ? own : probable,
            new CategoryExplanation(isSeen ? ValueName(column, own) : null, ValueName(column, probable), probability));
    }

    private CategoryExplanation Flag(int slot)
    {
        float probability = Math.Clamp(expected[slot], 0, 1);
        bool isProbable = probability >= 0.5f;
        return new CategoryExplanation($"{row[slot] >= 0.5f}", $"{isProbable}", isProbable ? probability : 1 - probability);
    }

    /// <summary>The name of a slot without that of its column, such as "Clerk" of "Job.Clerk".</summary>
    private string ValueName(VaeColumn column, int slot)
    {
        string name = model.SlotNames?[slot] ?? "";
        string prefix = column.Name + ".";
        return name.Length == 0 ? $"slot {OptionRule.Text(slot)}"
            : name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..]
            : name;
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    /// <summary>[D]: the type that each slot had in a table; null for one vector.</summary>
    private static DataKind?[] Kinds(TrainedVae model) => model.Table is { } table
        ? [.. table.Inputs.SelectMany(input => Enumerable.Repeat<DataKind?>(input.ItemType, input.Slots))]
        : new DataKind?[model.Architecture.InputSize];
}
