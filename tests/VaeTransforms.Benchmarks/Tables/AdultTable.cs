using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// The UCI Adult table: whole numbers as Int32, everything else as text. A question mark is a value like any other, as in the
/// published figures for synthetic rows.
/// </summary>
internal static class AdultTable
{
    public const string Label = "income";
    public const string PositiveLabel = ">50K";

    public static readonly string[] Numbers =
        ["age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week"];

    public static readonly string[] Categories =
        ["workclass", "education", "marital-status", "occupation", "relationship", "race", "sex", "native-country"];

    /// <summary>The columns without the label.</summary>
    public static string[] Features => [.. Numbers, .. Categories];

    /// <summary>Reads the rows into memory. <c>IsPositive</c> (Boolean) is whether the income is above 50,000.</summary>
    /// <param name="folder">The folder of data.</param>
    /// <param name="file">adult or adult_test.</param>
    public static IDataView Read(string folder, string file)
    {
        string[][] lines = [.. CompressedLines.Read(Path.Combine(folder, file + ".csv.gz")).Select(line => line.Split(','))];
        string[] names = lines[0];
        string[][] rows = lines[1..];
        DataViewSchema.Annotations none = new DataViewSchema.Annotations.Builder().ToAnnotations();
        int label = Array.IndexOf(names, Label);
        return new MemoryView(rows.Length,
        [
            .. names.Select((name, index) => Numbers.Contains(name)
                ? (MemoryColumn)new MemoryValues<int>(
                    name,
                    NumberDataViewType.Int32,
                    none,
                    Array.ConvertAll(rows, row => int.Parse(row[index], CultureInfo.InvariantCulture)))
                : new MemoryValues<ReadOnlyMemory<char>>(
                    name, TextDataViewType.Instance, none, Array.ConvertAll(rows, row => row[index].AsMemory()))),
            new MemoryValues<bool>(
                "IsPositive", BooleanDataViewType.Instance, none, Array.ConvertAll(rows, row => row[label] == PositiveLabel)),
        ]);
    }
}
