using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>A table of HI-VAE, with its columns as they come: categories as text, all else as numbers.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Columns">[D].</param>
/// <param name="Rows">[n], each [D]; NaN where the original has no value.</param>
/// <remarks>Nazabal and others 2020, 'Handling incomplete heterogeneous data using VAEs'.</remarks>
internal sealed record HivaeTable(string Name, IReadOnlyList<HivaeColumn> Columns, double[][] Rows)
{
    /// <summary>The names of the columns, as a view has them.</summary>
    public string[] Names => [.. Columns.Select(column => column.Name)];

    /// <exception cref="BenchmarkInputException">A file is missing.</exception>
    public static HivaeTable Read(string folder, string name)
    {
        string types = Path.Combine(folder, name, "data_types.csv");
        if (!File.Exists(types))
        {
            throw new BenchmarkInputException($"There is no file '{types}'.");
        }

        HivaeColumn[] columns = [.. File.ReadLines(types).Skip(1).Where(line => line.Trim().Length > 0).Select(Column)];
        double[][] rows = [.. CompressedLines.Read(Path.Combine(folder, name, "data.csv.gz")).Select(line =>
            Array.ConvertAll(line.Split(','), cell => cell is "nan" or "" ? double.NaN : Number(cell)))];
        return new HivaeTable(name, columns, rows);
    }

    /// <summary>Which cells a mask hides, [n][D].</summary>
    /// <exception cref="BenchmarkInputException">The file is missing.</exception>
    public bool[][] ReadMask(string folder, int rate, int number)
    {
        bool[][] hidden = [.. Rows.Select(row => new bool[row.Length])];
        string path = Path.Combine(folder, Name, string.Create(CultureInfo.InvariantCulture, $"Missing{rate}_{number}.csv.gz"));
        foreach (string line in CompressedLines.Read(path))
        {
            // Rows and columns are counted from 1.
            string[] cells = line.Split(',');
            hidden[(int)Number(cells[0]) - 1][(int)Number(cells[1]) - 1] = true;
        }

        return hidden;
    }

    /// <summary>The table without some of its columns.</summary>
    public HivaeTable Select(int[] columns) => new(
        Name, [.. columns.Select(column => Columns[column])], [.. Rows.Select(row => Pick(row, columns))]);

    public static T[] Pick<T>(T[] row, int[] columns) => Array.ConvertAll(columns, column => row[column]);

    /// <summary>The rows with NaN in hidden cells.</summary>
    public double[][] Hide(bool[][] hidden) =>
        [.. Rows.Zip(hidden, (row, hides) => row.Zip(hides, (value, hide) => hide ? double.NaN : value).ToArray())];

    /// <summary>Rows of this table as a view: text for categories, Single for all else.</summary>
    /// <param name="rows">[n], each [D]; NaN where a value is missing.</param>
    public IDataView View(double[][] rows)
    {
        DataViewSchema.Annotations none = new DataViewSchema.Annotations.Builder().ToAnnotations();
        return new MemoryView(rows.Length, [.. Columns.Select((column, index) => column.Kind == HivaeKind.Category
            ? (MemoryColumn)new MemoryValues<ReadOnlyMemory<char>>(
                column.Name, TextDataViewType.Instance, none, [.. rows.Select(row => Text(row[index]).AsMemory())])
            : new MemoryValues<float>(
                column.Name, NumberDataViewType.Single, none, [.. rows.Select(row => (float)row[index])]))]);
    }

    /// <summary>The rows of a view with this table's columns.</summary>
    public double[][] Read(IDataView view)
    {
        double[][] columns = [.. Columns.Select(column => column.Kind == HivaeKind.Category
            ? view.GetColumn<string>(column.Name).Select(Value).ToArray()
            : [.. view.GetColumn<float>(column.Name).Select(value => (double)value)])];
        return [.. Enumerable.Range(0, columns[0].Length).Select(row => Array.ConvertAll(columns, column => column[row]))];
    }

    private static HivaeColumn Column(string line, int index)
    {
        string[] cells = line.Trim().Split(',');
        HivaeKind kind = cells[0] switch
        {
            "cat" => HivaeKind.Category,
            "ordinal" => HivaeKind.Ordinal,
            "real" or "pos" or "count" => HivaeKind.Number,
            _ => throw new BenchmarkInputException($"'{cells[0]}' is not a type of HI-VAE."),
        };
        return new HivaeColumn(
            string.Create(CultureInfo.InvariantCulture, $"{cells[0]}{index + 1}"),
            kind,
            kind == HivaeKind.Number ? 1 : (int)Number(cells[2]));
    }

    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static double Value(string text) => text.Length == 0 ? double.NaN : Number(text);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
