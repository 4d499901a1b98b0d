using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Pipeline;

/// <summary>Rows of cells as the columns that they came from, in these columns' own types.</summary>
internal static class TableView
{
    /// <summary>The view.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="slotNames">[D], or null if there are none.</param>
    /// <param name="rows">Cells, or NaN for a missing value.</param>
    public static MemoryView Of(TableLayout layout, IReadOnlyList<string>? slotNames, IReadOnlyList<double[]> rows)
    {
        var columns = new List<MemoryColumn>();
        int cell = 0;
        int slot = 0;
        foreach (TableColumn input in layout.Inputs)
        {
            columns.Add(Column(input, rows, cell, slotNames, slot));
            cell += input.Cells;
            slot += input.Slots;
        }

        return new MemoryView(rows.Count, columns);
    }

    private static MemoryColumn Column(
        TableColumn input, IReadOnlyList<double[]> rows, int cell, IReadOnlyList<string>? slotNames, int slot)
    {
        DataViewSchema.Annotations none = new DataViewSchema.Annotations.Builder().ToAnnotations();
        switch (input.Kind)
        {
            case TableColumnKind.Category when input.IsKey:
                return new MemoryValues<uint>(
                    input.Name,
                    new KeyDataViewType(typeof(uint), input.Categories!.Length),
                    KeyValues(new NamedKeys(DataKind.String, input.Categories)),
                    Values(code => double.IsNaN(code) ? 0 : (uint)code));
            case TableColumnKind.Category:
                ReadOnlyMemory<char>[] texts = ["".AsMemory(), .. input.Categories!.Select(value => value.AsMemory())];
                return new MemoryValues<ReadOnlyMemory<char>>(
                    input.Name, TextDataViewType.Instance, none, Values(code => texts[double.IsNaN(code) ? 0 : (int)code]));
            case TableColumnKind.Indicators:
                return new MemoryValues<uint>(
                    input.Name,
                    new KeyDataViewType(typeof(uint), input.Slots),
                    input.Keys is null ? none : KeyValues(input.Keys),
                    [.. rows.Select(row => (uint)(row.AsSpan(cell, input.Slots).IndexOf(1.0) + 1))]);
            default:
                return Numbers(input, none);
        }

        T[] Values<T>(Func<double, T> of) => [.. rows.Select(row => of(row[cell]))];

        MemoryColumn Numbers(TableColumn column, DataViewSchema.Annotations annotations) => column.ItemType switch
        {
            DataKind.Single => Of(NumberDataViewType.Single, value => (float)value),
            DataKind.Double => Of(NumberDataViewType.Double, value => value),
            DataKind.Boolean => Of(BooleanDataViewType.Instance, value => value >= 0.5),
            DataKind.SByte => Of(NumberDataViewType.SByte, value => (sbyte)Whole(value)),
            DataKind.Byte => Of(NumberDataViewType.Byte, value => (byte)Whole(value)),
            DataKind.Int16 => Of(NumberDataViewType.Int16, value => (short)Whole(value)),
            DataKind.UInt16 => Of(NumberDataViewType.UInt16, value => (ushort)Whole(value)),
            DataKind.Int32 => Of(NumberDataViewType.Int32, value => (int)Whole(value)),
            DataKind.UInt32 => Of(NumberDataViewType.UInt32, value => (uint)Whole(value)),
            DataKind.Int64 => Of(NumberDataViewType.Int64, value => (long)Whole(value)),
            DataKind.UInt64 => Of(NumberDataViewType.UInt64, value => (ulong)Whole(value)),
            DataKind.TimeSpan => Of(TimeSpanDataViewType.Instance, value => Ticks.Span(Present(value))),
            _ => Of(DateTimeDataViewType.Instance, value => Ticks.Date(Present(value))),
        };

        double Whole(double value)
        {
            (double min, double max) = WholeNumbers.Range(input.ItemType)!.Value;
            return Math.Clamp(Present(value), min, max);
        }

        MemoryColumn Of<T>(PrimitiveDataViewType type, Func<double, T> number) => input.Kind == TableColumnKind.Vector
            ? new MemoryVectors<T>(
                input.Name,
                new VectorDataViewType(type, input.Slots),
                slotNames is null ? none : Names("SlotNames", [.. slotNames.Skip(slot).Take(input.Slots)]),
                [.. rows.Select(row => Array.ConvertAll(row[cell..(cell + input.Slots)], value => number(value)))])
            : new MemoryValues<T>(input.Name, type, none, Values(number));
    }

    /// <summary>A whole number; 0 for a missing one, of a type that has none.</summary>
    private static double Present(double value) => double.IsNaN(value) ? 0 : Math.Round(value);

    private static DataViewSchema.Annotations KeyValues(NamedKeys keys)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ClusterKeys.Of(keys).Annotate(builder);
        return builder.ToAnnotations();
    }

    private static DataViewSchema.Annotations Names(string kind, string[] values)
    {
        ReadOnlyMemory<char>[] texts = [.. values.Select(value => value.AsMemory())];
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VectorValue.Set(texts, ref value));
        return builder.ToAnnotations();
    }
}
