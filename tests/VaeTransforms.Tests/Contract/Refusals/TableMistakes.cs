using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Analysis;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Tables that cannot be compared, and labels that cannot be predicted.</summary>
internal static class TableMistakes
{
    private static readonly Person[] Rows = Persons.Draw(150, seed: 1);
    private static readonly IDataView Data = Persons.View(Rows);

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Compare(
            "No column in both tables",
            () => Run(Data, Select("Age", "Years")),
            "synthetic",
            "'Age', 'City', 'Owner'",
            "'Years'"),
        Compare(
            "A column that the real rows lack",
            () => Run(Data, Data, columns: "Income"),
            "real",
            "'Income'",
            "the real rows",
            "'Age', 'City', 'Owner'"),
        Compare(
            "A column that the synthetic rows lack",
            () => Run(Data, Select("Age", "Age"), columns: "City"),
            "synthetic",
            "'City'",
            "the synthetic rows",
            "'Age'"),
        Compare(
            "A column that the hold-out rows lack",
            () => Run(Data, Data, Select("Age", "Age")),
            "holdout",
            "'City'",
            "the hold-out rows"),
        Compare(
            "A label that the tables lack",
            () => Run(Data, Data, Data, label: "Income"),
            "real",
            "'Income'"),
        Compare(
            "A number in one table and text in the other",
            () => Run(Data, Convert("Age", DataKind.String)),
            "synthetic",
            "'Age'",
            "a number in the real rows",
            "text or a key in the synthetic rows"),
        Compare(
            "A Boolean in one table and a number in the other",
            () => Run(Data, Data, Convert("Owner", DataKind.Single)),
            "holdout",
            "'Owner'",
            "a Boolean",
            "a number"),
        Compare(
            "Vectors of different sizes",
            () => Run(Vectors(2), Vectors(3)),
            "synthetic",
            "'Vector'",
            "2 numbers",
            "3 numbers"),
        Compare(
            "A column of a type that is not compared",
            () => Run(Words(), Words()),
            "real",
            "'Words'",
            "Vector<String>"),
        Compare(
            "Few real rows", () => Run(Persons.View(Rows[..19]), Data), "real", "at least 20 rows", "19 real rows"),
        Compare(
            "No synthetic rows", () => Run(Data, Persons.View(Rows[..0])), "synthetic", "at least 20", "0 synthetic rows"),
        Compare(
            "A label without hold-out rows",
            () => Run(Data, Data, label: "Owner"),
            "holdout",
            "LabelColumnName",
            "'Owner'",
            "null"),
        Compare("A label that is a vector", () => Label(Vectors(2), "Vector"), null, "'Vector'", "vector of 2"),
        Compare("A label that is the only column", () => Label(Select("City", "City"), "City"), null, "'City'"),
        Compare("A label with one value", () => Label(Change(row => row.City = "a"), "City"), null, "'City'", "two values"),
        Compare("A label that is always missing", () => Label(Change(row => row.City = ""), "City"), null, "'City'", "150"),
        Compare(
            "A label with a class for each row",
            () => Label(Change(row => row.City = $"{row.Age}"), "City"),
            null,
            "'City'",
            "100",
            "150"),
    ];

    private static Mistake Compare(string name, Func<object> compare, string? parameter, params string[] facts) =>
        new(name, typeof(ArgumentException), _ => compare(), facts) { Parameter = parameter };

    private static TableQualityReport Run(
        IDataView real, IDataView synthetic, IDataView? holdout = null, string? columns = null, string? label = null) =>
        TableQuality.Compare(
            Persons.Ml,
            real,
            synthetic,
            holdout,
            new TableQualityOptions { Columns = columns is null ? null : [columns], LabelColumnName = label });

    private static TableQualityReport Label(IDataView data, string label) => Run(data, data, data, label: label);

    private static IDataView Select(string column, string name)
    {
        IDataView renamed = Persons.Ml.Transforms.CopyColumns(name, column).Fit(Data).Transform(Data);
        return Persons.Ml.Transforms.SelectColumns(name).Fit(renamed).Transform(renamed);
    }

    private static IDataView Convert(string column, DataKind kind) =>
        Persons.Ml.Transforms.Conversion.ConvertType(column, outputKind: kind).Fit(Data).Transform(Data);

    private static IDataView Change(Action<Person> change)
    {
        Person[] rows = Persons.Draw(150, seed: 1);
        Array.ForEach(rows, change);
        return Persons.View(rows);
    }

    private static IDataView Vectors(int size) => Persons.Ml.Transforms
        .Concatenate("Vector", [.. Enumerable.Repeat("Age", size)]).Fit(Data).Transform(Data);

    private static IDataView Words() => Persons.Ml.Transforms.Text.TokenizeIntoWords("Words", "City").Fit(Data).Transform(Data);
}
