using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Analysis;

/// <summary>A column that real, synthetic and hold-out rows have with one type.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">How the values are compared.</param>
/// <param name="SlotNames">The names in reports: one, or one for each slot of a vector.</param>
/// <param name="IsVector">Whether it is a vector of numbers.</param>
internal sealed record ComparedColumn(string Name, TableColumnKind Kind, IReadOnlyList<string> SlotNames, bool IsVector)
{
    /// <summary>Finds a column and checks its type in every table.</summary>
    /// <exception cref="ArgumentException">It is missing in a table, or its type is not supported or differs.</exception>
    public static ComparedColumn Find(string name, TableView real, params IEnumerable<TableView> others)
    {
        DataViewSchema.Column first = real.Find(name);
        string type = Describe(first, real);
        foreach (TableView table in others)
        {
            DataViewSchema.Column column = table.Find(name);
            string other = Describe(column, table);
            if (other != type)
            {
                throw new ArgumentException(
                    $"A column must have one type in all tables, but '{name}' is {type} in {real.Title} and {other} in "
                        + $"{table.Title}. Convert one of them, or leave the column out: name the others in Columns.",
                    table.Parameter);
            }
        }

        return new ComparedColumn(name, KindOf(first.Type), SlotNamesOf(first), first.Type is VectorDataViewType);
    }

    private static TableColumnKind KindOf(DataViewType type) => type switch
    {
        DateTimeDataViewType => TableColumnKind.Date,
        BooleanDataViewType or TextDataViewType or KeyDataViewType => TableColumnKind.Category,
        _ => TableColumnKind.Number,
    };

    /// <summary>What must be equal in all tables: not the exact type, since all numbers are compared as Double.</summary>
    private static string Describe(DataViewSchema.Column column, TableView table) => column.Type switch
    {
        NumberDataViewType => "a number",
        DateTimeDataViewType => "a DateTime",
        TimeSpanDataViewType => "a TimeSpan",
        BooleanDataViewType => "a Boolean",
        TextDataViewType or KeyDataViewType => "text or a key",
        VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType } vector => $"a vector of {vector.Size} numbers",
        _ => throw new ArgumentException(
            "A compared column must be a number, a Boolean, text, a key, a time, or a vector of numbers with a fixed size, "
                + $"but column '{column.Name}' of {table.Title} is a {column.Type}. "
                + "Convert it, or leave it out: name the other columns in Columns.",
            table.Parameter),
    };

    private static string[] SlotNamesOf(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            return [column.Name];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        string[] slots = [.. names.DenseValues().Select(name => name.ToString())];
        return [.. Enumerable.Range(0, vector.Size).Select(slot => slot < slots.Length && slots[slot].Length > 0
            ? $"{column.Name}.{slots[slot]}"
            : $"{column.Name}[{slot}]")];
    }
}
