using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Analysis;

/// <summary>Reads the compared columns of real, synthetic and hold-out rows.</summary>
internal static class TableReader
{
    // Below, each fold of the classifier would have too few rows for one split of a tree.
    private const int MinRows = 20;

    /// <summary>Checks the columns and reads every table once.</summary>
    /// <exception cref="ArgumentException">A column does not fit, or a table has too few rows.</exception>
    public static TableColumns Read(
        MLContext mlContext, IDataView real, IDataView synthetic, IDataView? holdout, TableQualityOptions options)
    {
        var realTable = new TableView(real, "real", nameof(real));
        var syntheticTable = new TableView(synthetic, "synthetic", nameof(synthetic));
        TableView? holdoutTable = holdout is null ? null : new TableView(holdout, "hold-out", nameof(holdout));
        TableView[] others = holdoutTable is null ? [syntheticTable] : [syntheticTable, holdoutTable];
        ComparedColumn[] columns =
            [.. Names(realTable, syntheticTable, options).Select(name => ComparedColumn.Find(name, realTable, others))];

        CategoryCodes[] codes = [.. columns.Select(_ => new CategoryCodes())];
        double[][] realValues = Read(mlContext, realTable, columns, codes);
        double[][] syntheticValues = Read(mlContext, syntheticTable, columns, codes);
        double[][]? holdoutValues = holdoutTable is null ? null : Read(mlContext, holdoutTable, columns, codes);
        return new TableColumns(
            [.. columns.SelectMany((column, i) => column.SlotNames.Select(name => (column, name, codes[i].Names)))
                .Select((slot, i) => new MixedColumn(
                    slot.column.Name,
                    slot.name,
                    slot.column.Kind,
                    slot.Names,
                    realValues[i],
                    syntheticValues[i],
                    holdoutValues?[i] ?? []))],
            options.Columns is null ? [.. Unpaired(realTable.Names, syntheticTable.Names)] : []);
    }

    private static IEnumerable<string> Unpaired(IEnumerable<string> real, IEnumerable<string> synthetic) =>
        real.Except(synthetic).Concat(synthetic.Except(real));

    private static IEnumerable<string> Names(TableView real, TableView synthetic, TableQualityOptions options)
    {
        IEnumerable<string> names = options.Columns ?? [.. real.Names.Intersect(synthetic.Names)];
        if (options.LabelColumnName is { } label)
        {
            names = names.Union([label]);
        }

        return names.Any()
            ? names
            : throw new ArgumentException(
                "The tables are compared column by column, but the real rows have the columns "
                    + $"{Quoted(real)}, the synthetic rows have {Quoted(synthetic)}, and no name is in both. "
                    + "Rename the columns of one table.",
                synthetic.Parameter);

        static string Quoted(TableView table) => NameList.Quoted(table.Names);
    }

    /// <summary>The values of each column, or slot of a vector, in order.</summary>
    private static double[][] Read(MLContext mlContext, TableView table, ComparedColumn[] columns, CategoryCodes[] codes)
    {
        IDataView data = table.Data;
        foreach (ComparedColumn vector in columns.Where(column => column.IsVector))
        {
            data = mlContext.Transforms.Conversion.ConvertType(vector.Name, outputKind: DataKind.Double)
                .Fit(data).Transform(data);
        }

        DataViewSchema.Column[] active = [.. columns.Select(column => data.Schema[column.Name])];
        using DataViewRowCursor cursor = data.GetRowCursor(active);
        Action<double[]>[] readers = [.. active.Select((column, i) => ColumnReader.Of(cursor, column, codes[i]))];
        double[][] cells = [.. columns.Select(column => new double[column.SlotNames.Count])];
        List<double>[] values = [.. cells.SelectMany(cell => cell).Select(_ => new List<double>())];
        while (cursor.MoveNext())
        {
            int slot = 0;
            for (int i = 0; i < readers.Length; i++)
            {
                readers[i](cells[i]);
                foreach (double value in cells[i])
                {
                    values[slot++].Add(value);
                }
            }
        }

        return values[0].Count >= MinRows
            ? [.. values.Select(column => column.ToArray())]
            : throw new ArgumentException(
                $"Every table needs at least {MinRows} rows, but there are {values[0].Count} {table.Kind} rows. Give more rows.",
                table.Parameter);
    }
}
