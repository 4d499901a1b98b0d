using Microsoft.ML;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>The columns of a schema that a model of a table reads.</summary>
internal sealed class TableBinding : IRowInputs
{
    private readonly TableLayout _layout;

    private TableBinding(TableLayout layout, IReadOnlyList<DataViewSchema.Column> columns, IReadOnlyList<string>? slotNames)
    {
        _layout = layout;
        Columns = columns;
        SlotNames = slotNames;
    }

    public IReadOnlyList<DataViewSchema.Column> Columns { get; }

    public string Name => NameList.Of(Columns.Select(column => column.Name));

    public int Size => _layout.Size;

    public IReadOnlyList<string>? SlotNames { get; }

    /// <summary>Finds the columns that a model was trained on.</summary>
    /// <param name="schema">The schema to search.</param>
    /// <param name="layout">The columns.</param>
    /// <param name="slotNames">Of the model.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing, or it has another type or size or other slot names.
    /// </exception>
    public static TableBinding Find(DataViewSchema schema, TableLayout layout, IReadOnlyList<string>? slotNames) =>
        new(layout, [.. FindAll(schema, layout, slotNames)], slotNames);

    public string DescribeSlot(int slot) =>
        SlotNames is not null && SlotNames[slot].Length > 0 ? $"'{SlotNames[slot]}'" : $"slot {OptionRule.Text(slot)}";

    /// <summary>The name of the column that a slot belongs to.</summary>
    public string ColumnOf(int slot) => _layout.Inputs.First(input => (slot -= input.Slots) < 0).Name;

    public RowReader CreateReader(DataViewRow row) => CreateReader(row, keepsUnseen: false);

    /// <summary>Creates a reader for a row or cursor in which the columns are active.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="keepsUnseen">Whether a category that training never saw gets a code of its own, beyond the slots.</param>
    public TableReader CreateReader(DataViewRow row, bool keepsUnseen)
    {
        TextCodes?[] codes =
        [
            .. _layout.Inputs.Select(input => input.Kind == TableColumnKind.Category ? new TextCodes(input.Categories!) : null),
        ];
        return new TableReader(
            _layout,
            [.. _layout.Inputs.Select((input, place) => Reader(row, input, Columns[place], CodeOf(codes[place])))],
            codes);

        Func<ReadOnlyMemory<char>, double>? CodeOf(TextCodes? own) =>
            own is null ? null : keepsUnseen ? own.FindOrAdd : own.FindOrUnseen;
    }

    private static IEnumerable<DataViewSchema.Column> FindAll(
        DataViewSchema schema, TableLayout layout, IReadOnlyList<string>? slotNames)
    {
        int start = 0;
        foreach (TableColumn input in layout.Inputs)
        {
            DataViewSchema.Column column = Find(schema, input);
            if (input.Kind == TableColumnKind.Vector && slotNames is not null)
            {
                CheckSlotNames(column, [.. slotNames.Skip(start).Take(input.Slots)]);
            }

            start += input.Slots;
            yield return column;
        }
    }

    private static void CheckSlotNames(DataViewSchema.Column column, string[] trained)
    {
        if (FeatureColumn.SlotNamesOf(column, trained.Length) is not { } names)
        {
            return;
        }

        for (int slot = 0; slot < trained.Length; slot++)
        {
            string prefix = column.Name + ".";
            bool isUnnamed =
                names[slot].Length == 0 || trained[slot].Length == 0 || trained[slot] == prefix + OptionRule.Text(slot);
            if (!isUnnamed && trained[slot] != names[slot] && trained[slot] != prefix + names[slot])
            {
                throw FeatureColumnErrors.OtherSlotName(column.Name, slot, names[slot], trained[slot], isTable: true);
            }
        }
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, TableColumn input)
    {
        if (schema.GetColumnOrNull(input.Name) is not { } column)
        {
            throw FeatureColumnErrors.MissingInTable(input.Name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
        }

        // The stock components of a saved model accept only the type that they were saved with.
        TableType type = TableType.Of(column);
        bool fits = type.Kind == input.Kind && type.ItemType == input.ItemType && type.IsKey == input.IsKey
            && (input.Kind == TableColumnKind.Category || type.Slots == input.Slots);
        if (!fits)
        {
            throw FeatureColumnErrors.OtherTypeInTable(column, input);
        }

        // By their numbers, as the stock components of a saved model read them: there is no value for a missing number.
        return input.Keys is { } trained && ColumnKeys.Of(column) is { } keys && !keys.Texts.SequenceEqual(trained.Texts)
            ? throw FeatureColumnErrors.OtherKeys(column.Name, keys.Texts, trained.Texts)
            : column;
    }

    private static CellReader Reader(
        DataViewRow row, TableColumn input, DataViewSchema.Column column, Func<ReadOnlyMemory<char>, double>? codeOf)
    {
        switch (input.Kind)
        {
            case TableColumnKind.Category:
                return input.IsKey
                    ? CellReader.Keys(row, column, ByText(KeyTexts.Of(column), codeOf!))
                    : CellReader.Text(row, column, codeOf!);
            case TableColumnKind.Indicators:
                return CellReader.Keys(row, column, Indicate);
            default:
                return CellReader.Numbers(row, column);
        }
    }

    /// <summary>Codes of keys by their texts, so that keys that are counted in another order mean the same.</summary>
    private static CellReader.KeyCells ByText(ReadOnlyMemory<char>[] texts, Func<ReadOnlyMemory<char>, double> codeOf)
    {
        double[] codes = KeyTexts.Codes(texts, codeOf);
        return (raw, cells) => cells[0] = raw < (ulong)codes.Length ? codes[raw] : TableLayout.UnseenCode;
    }

    /// <summary>A 1 for the raw value of a key; NaN in all cells for a missing one.</summary>
    public static void Indicate(ulong raw, Span<double> cells)
    {
        cells.Fill(raw == 0 ? double.NaN : 0);
        if (raw > 0 && raw <= (ulong)cells.Length)
        {
            cells[(int)raw - 1] = 1;
        }
    }
}
