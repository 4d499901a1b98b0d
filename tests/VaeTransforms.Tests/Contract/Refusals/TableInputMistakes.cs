using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract.Tables;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Columns of a table that cannot be trained on or scored.</summary>
internal static class TableInputMistakes
{
    private static readonly VaeOptions Masked = Orders.Quick with { MissingValues = MissingValues.Mask };

    /// <summary>What an estimator refuses before training.</summary>
    public static IReadOnlyList<Mistake> Fitted { get; } =
    [
        Create("No columns", [], "at least one input column"),
        Create("A column twice", ["Job", "Amount", "Job"], "'Job'"),
        Create("An input column without a name", ["Job", ""], "must not be empty"),
        Fit("A column that does not exist", Orders.Quick, ["Job", "Wage"], _ => { }, "'Wage'", "'Amount'"),
        Fit("A column of a type that a table cannot have", Orders.Quick, ["Words"], _ => { }, "'Words'", "String", "text, keys"),
        Fit(
            "A text of which each value occurs once",
            Orders.Quick,
            ["Id", "Amount"],
            _ => { },
            "'Id'",
            "100 different values in 100 rows",
            "FeaturizeText(\"Id\")"),
        Fit(
            "An infinite number",
            Masked,
            ["Job", "Price"],
            rows => rows[3].Price = double.PositiveInfinity,
            "'Price'",
            "Infinity",
            "row 3"),
        Fit("A missing number", Orders.Quick, ["Job", "Price"], rows => rows[3].Price = double.NaN, "'Price'", "row 3", "Mask"),
        Fit("A missing text", Orders.Quick, ["Job", "Price"], rows => rows[3].Job = "", "'Job'", "row 3", "Mask"),
        Fit(
            "A missing key without values",
            Orders.Quick,
            ["Region", "Price"],
            rows => rows[3].Region = Orders.NoRegion,
            "'Region'",
            "row 3",
            "Mask"),
        Fit(
            "A number that is always missing",
            Masked,
            ["Job", "Price"],
            Each(row => row.Price = double.NaN),
            "'Price'",
            "training"),
        Fit("A text that is always missing", Masked, ["Job", "Price"], Each(row => row.Job = ""), "'Job'", "training"),
        Fit(
            "A key that is always missing",
            Masked,
            ["Region", "Price"],
            Each(row => row.Region = Orders.NoRegion),
            "'Region'",
            "training"),
        HoldOut(
            "A number that is always missing in validation data", Each(row => row.Price = double.NaN), "'Price'", "validation"),
        HoldOut("A text that is always missing in validation data", Each(row => row.Job = ""), "'Job'", "validation"),
        Fit(
            "Negative counts",
            Named("Short", Likelihood.Poisson),
            ["Job", "Short"],
            rows => rows[0].Short = -3,
            "Poisson",
            "'Short'"),
        Fit("Counts that are fractions", Named("Amount", Likelihood.Poisson), ["Job", "Amount"], _ => { }, "Poisson", "'Amount'"),
        Fit(
            "Text as a number",
            Named("Job", Likelihood.Gaussian),
            ["Job", "Amount"],
            _ => { },
            "'Job'",
            "Gaussian",
            "Categorical"),
        Fit(
            "A number as a category",
            Named("Amount", Likelihood.Categorical),
            ["Job", "Amount"],
            _ => { },
            "'Amount'",
            "Categorical"),
        Fit(
            "A likelihood for a column that is not read",
            Named("Wage", Likelihood.Gaussian),
            ["Job", "Amount"],
            _ => { },
            "'Wage'",
            "'Job', 'Amount'"),
        Fit(
            "VaeOptions.Columns with a table",
            Orders.Quick with { Columns = [new VaeColumn("Job", 0, 4)] },
            ["Job", "Amount"],
            _ => { },
            "VaeOptions.Columns",
            "null"),
        new(
            "VaeOptions.Columns beyond the vector",
            typeof(ArgumentException),
            subject => subject.Create(
                new MLContext(1), Sheets.Quick with { Columns = [new VaeColumn("Late", 10, 4)] })
                .Fit(Sheets.View(new MLContext(1), Sheets.Rows(50))),
            "'Late'",
            "10 to 13",
            "'Features'",
            "12 slots"),
        new(
            "VaeOptions.Columns that share a slot",
            typeof(ArgumentOutOfRangeException),
            subject => Orders.Create(
                subject, new MLContext(1), ["Job"], new() { Columns = [new VaeColumn("A", 0, 2), new VaeColumn("B", 1, 2)] }),
            "share no slot"),
    ];

    /// <summary>Views that a fitted transformer refuses.</summary>
    public static IReadOnlyList<Mistake> Transformed { get; } =
    [
        Transform("A column is missing", (ml, data) => Drop(ml, data, "Job"), "'Job'", "'Amount'"),
        Transform(
            "A number in place of text",
            (ml, data) => Copy(ml, Drop(ml, data, "Job"), "Job", "Amount"),
            "'Job'",
            "Single",
            "text"),
        Transform(
            "A Double in place of a Single",
            (ml, data) => ml.Transforms.Conversion.ConvertType("Amount", outputKind: DataKind.Double).Fit(data).Transform(data),
            "'Amount'",
            "Double",
            "Single",
            "ConvertType"),
        Transform(
            "Text in place of a key",
            (ml, data) => Copy(ml, Drop(ml, data, "Country"), "Country", "CountryName"),
            "'Country'",
            "String",
            "key"),
        Transform(
            "A vector of another size",
            (ml, data) => ml.Transforms.Concatenate("Sensors", "Sensors", "Amount").Fit(data).Transform(data),
            "'Sensors'",
            "4",
            "3"),
    ];

    private static Mistake Create(string name, string[] columns, params string[] facts) => new(
        name, typeof(ArgumentException), subject => Orders.Create(subject, new MLContext(1), columns, Orders.Quick), facts);

    private static Mistake Fit(
        string name, VaeOptions options, string[] columns, Action<Order[]> change, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject =>
        {
            var ml = new MLContext(1);
            Order[] rows = Orders.Rows(100);
            change(rows);
            IDataView data = ml.Transforms.Text.TokenizeIntoWords("Words", "Job").Fit(Orders.View(ml, rows))
                .Transform(Orders.View(ml, rows));
            Orders.Create(subject, ml, columns, options with { Progress = new NoTraining() }).Fit(data);
        },
        facts);

    private static Mistake HoldOut(string name, Action<Order[]> change, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject =>
        {
            var ml = new MLContext(1);
            Order[] rows = Orders.Rows(50, seed: 2);
            change(rows);
            Orders.Create(subject, ml, ["Job", "Price"], Masked with { Progress = new NoTraining() })
                .Fit(Orders.View(ml, Orders.Rows(100)), Orders.View(ml, rows));
        },
        facts);

    private static Mistake Transform(string name, Func<MLContext, IDataView, IDataView> change, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject =>
        {
            var ml = new MLContext(1);
            IDataView data = Orders.View(ml, Orders.Rows(100));
            using var fitted = (IDisposable)Orders
                .Create(subject, ml, ["Job", "Country", "Amount", "Sensors"], Orders.Quick with { Epochs = 1 }).Fit(data);
            ((ITransformer)fitted).Transform(change(ml, data));
        },
        facts);

    private static Action<Order[]> Each(Action<Order> change) => rows => Array.ForEach(rows, change);

    private static VaeOptions Named(string column, Likelihood likelihood) =>
        Orders.Quick with { Likelihood = Likelihood.Mixed((column, likelihood)) };

    private static IDataView Drop(MLContext ml, IDataView data, string column) =>
        ml.Transforms.DropColumns(column).Fit(data).Transform(data);

    private static IDataView Copy(MLContext ml, IDataView data, string column, string source) =>
        ml.Transforms.CopyColumns(column, source).Fit(data).Transform(data);
}
