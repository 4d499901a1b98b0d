using System.Globalization;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Sampling;

/// <summary>Conditions on columns, as a row of which only these columns are there.</summary>
internal static class Conditions
{
    /// <summary>The row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="where">Columns with the value of each.</param>
    /// <returns>[D], centered; NaN where there is no condition.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such column, it is named twice, or it cannot have the value.
    /// </exception>
    public static float[] Row(TrainedVae model, IReadOnlyList<(string Column, object Value)> where)
    {
        if (where.CountBy(given => given.Column).FirstOrDefault(count => count.Value > 1) is { Key: { } twice })
        {
            throw new ArgumentException(
                $"Two conditions are on column '{twice}', but a row has one value of it. Name each column once.");
        }

        var row = new float[model.Architecture.InputSize];
        Array.Fill(row, float.NaN);
        foreach ((string name, object value) in where)
        {
            VaeColumn column = Find(model, name);
            Span<float> slots = row.AsSpan(column.Start, column.Slots);
            if (column.IsCategory)
            {
                slots.Clear();
                slots[Place(model, column, value)] = 1;
            }
            else
            {
                slots[0] = (float)(Number(model, column, value) - (model.Table?.Centers?[column.Start] ?? 0));
            }
        }

        return row;
    }

    /// <summary>The numbers among conditions, bit by bit, each with its place among the cells of a row.</summary>
    /// <inheritdoc cref="Row" path="/param"/>
    public static IReadOnlyList<(int Cell, double Value)> Cells(
        TrainedVae model, IReadOnlyList<(string Column, object Value)> where) =>
    [
        .. where
            .Select(given => (Column: Find(model, given.Column), given.Value))
            .Where(given => !given.Column.IsCategory)
            .Select(given => (model.Layout.CellOf(given.Column.Start), Number(model, given.Column, given.Value))),
    ];

    /// <summary>Checks a condition for a model that has one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="condition">As <see cref="VaeModel.Condition"/> gives it.</param>
    /// <exception cref="InvalidOperationException">The model was trained without a condition.</exception>
    /// <exception cref="ArgumentException">It has another length, or a value that is not finite.</exception>
    public static void Check(TrainedVae model, float[] condition)
    {
        int slots = model.Architecture.Conditions;
        if (slots == 0)
        {
            throw new InvalidOperationException(
                "The model was trained without a condition, so there is none to give it. Leave the condition out, or set "
                    + "VaeOptions.ConditionColumnName and fit again.");
        }

        if (condition.Length != slots || !condition.All(float.IsFinite))
        {
            throw new ArgumentException(
                $"The condition on '{model.Layout.Inputs[^1].Name}' needs {OptionRule.Text(slots)} finite numbers, but it is "
                    + $"[{Text(condition)}]. Use what VaeModel.Condition gives.");
        }
    }

    /// <summary>Numbers in a message.</summary>
    public static string Text(float[] values) => NameList.Of(values.Select(value => OptionRule.Text(value)));

    private static VaeColumn Find(TrainedVae model, string name) =>
        model.Columns.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException(
            $"A condition is on column '{name}', but the model has the columns "
                + $"{NameList.Quoted(model.Columns.Select(column => column.Name))}. Use one of them.");

    /// <summary>The column of the table; null for slots of a vector.</summary>
    private static TableColumn? Input(TrainedVae model, VaeColumn column) =>
        model.Table?.Inputs.FirstOrDefault(input => input.Name == column.Name);

    private static int Place(TrainedVae model, VaeColumn column, object value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        string[] values = Values(model, column);
        int place = Array.IndexOf(values, text);
        return place >= 0 ? place : throw new ArgumentException(
            $"A condition asks for '{text}' in column '{column.Name}', but training saw only "
                + $"{NameList.Quoted(values)}. Use one of its values.");
    }

    /// <summary>The values of a category: those of the table, or what follows the column's name in the names of its
    /// slots.</summary>
    private static string[] Values(TrainedVae model, VaeColumn column) =>
        Input(model, column) is { } input && (input.Categories ?? input.Keys?.Texts) is { } values
        ? values
        : [.. Enumerable.Range(column.Start, column.Slots).Select(slot => model.SlotNames is not { } names
            ? OptionRule.Text(slot - column.Start)
            : names[slot].StartsWith(column.Name + ".", StringComparison.Ordinal) ? names[slot][(column.Name.Length + 1)..]
            : names[slot])];

    /// <summary>The number of a value that the column can have.</summary>
    private static double Number(TrainedVae model, VaeColumn column, object value)
    {
        DataKind type = Input(model, column)?.ItemType ?? DataKind.Single;
        try
        {
            if (Number(type, value) is { } number && double.IsFinite(number))
            {
                return number;
            }
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            // Falls through to the message.
        }

        throw new ArgumentException(
            $"A condition asks for {OptionRule.Text(value)} in column '{column.Name}', which holds {Values(type)}.");
    }

    /// <summary>The number of a value of a type; null if no value of that type is so.</summary>
    private static double? Number(DataKind type, object value)
    {
        switch (type, value)
        {
            case (DataKind.DateTime, DateTime time):
                return time.Ticks;
            case (DataKind.TimeSpan, TimeSpan span):
                return span.Ticks;
            case (DataKind.DateTime or DataKind.TimeSpan, _):
                return null;
            default:
                double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return WholeNumbers.Range(type) is not { } range
                    || (number >= range.Min && number <= range.Max && double.IsInteger(number)) ? number : null;
        }
    }

    /// <summary>What a column of a type holds, and what to do.</summary>
    private static string Values(DataKind type) => (type, WholeNumbers.Range(type)) switch
    {
        (DataKind.DateTime or DataKind.TimeSpan, _) => $"times. Use a {type}",
        (DataKind.Boolean, _) => "Booleans. Use true or false",
        (_, { } range) =>
            $"numbers of {type}. Use a whole number from {OptionRule.Text(range.Min)} to {OptionRule.Text(range.Max)}",
        _ => "numbers. Use a finite number",
    };
}
