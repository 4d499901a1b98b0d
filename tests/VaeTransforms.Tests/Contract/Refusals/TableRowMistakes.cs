using Microsoft.ML;
using VaeTransforms.Tests.Contract.Tables;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Rows of a table, for training or validation, that cannot be used.</summary>
internal static class TableRowMistakes
{
    private static readonly string[] Columns = ["Job", "Price", "Sensors"];

    /// <summary>All of them are refused before training.</summary>
    public static IReadOnlyList<Mistake> All { get; } =
    [
        Train("A table without rows", _ => [], "at least 2 rows", "columns 'Job', 'Price', 'Sensors' have no rows"),
        Train("A table of one row", rows => rows[..1], "at least 2 rows", "columns 'Job', 'Price', 'Sensors' have 1 row"),
        Train("A table of equal rows", rows => [.. Enumerable.Repeat(rows[0], 50)], "all 50 rows", "'Job', 'Price', 'Sensors'"),
        Train(
            "A number beyond Single's range",
            Changed(row => row.Price = 1e40),
            "'Price' holds 1E+40 in row 7",
            "Single's range",
            "scale the column down"),
        new(
            "A number of a vector beyond Single's range",
            typeof(ArgumentException),
            subject =>
            {
                var ml = new MLContext(1);
                IDataView data = Orders.View(ml, Changed(row => row.Readings[1] = -1e100)(Orders.Rows(100)));
                VaeOptions options = Orders.Quick with { LatentDimension = 1, Progress = new NoTraining() };
                (subject == Subject.VaeEncode
                    ? (IEstimator<ITransformer>)ml.Transforms.VaeEncode("Latent", "Readings", options)
                    : ml.AnomalyDetection.Trainers.Vae("Readings", new VaeAnomalyOptions { Vae = options })).Fit(data);
            },
            "'Readings' holds -1E+100 in row 7",
            "Single's range"),
        Validate(
            "A missing number in validation data",
            row => row.Sensors[1] = float.NaN,
            "'Sensors' has no value in row 7 of the validation data",
            "Mask"),
        Validate("A missing text in validation data", row => row.Job = "", "'Job' has no value in row 7 of the validation data"),
        Validate(
            "An infinite number in validation data",
            row => row.Price = double.NegativeInfinity,
            "'Price' holds -Infinity in row 7 of the validation data"),
        Validate(
            "A number beyond Single's range in validation data",
            row => row.Price = 1e40,
            "'Price' holds 1E+40 in row 7 of the validation data",
            "Single's range"),
    ];

    /// <summary>With a condition a mask is not possible.</summary>
    public static Mistake WithCondition { get; } = new(
        "A missing number in validation data of a model with a condition",
        typeof(ArgumentException),
        subject => Fit(
            subject,
            Orders.Quick with { ConditionColumnName = "Paid" },
            Orders.Rows(100),
            Changed(row => row.Sensors[1] = float.NaN)(Orders.Rows(50))),
        "'Sensors' has no value in row 7 of the validation data",
        "Put a value in its place");

    private static Mistake Train(string name, Func<Order[], Order[]> change, params string[] facts) => new(
        name, typeof(ArgumentException), subject => Fit(subject, Orders.Quick, change(Orders.Rows(100)), null), facts);

    private static Mistake Validate(string name, Action<Order> change, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject => Fit(subject, Orders.Quick, Orders.Rows(100), Changed(change)(Orders.Rows(50))),
        facts);

    private static Func<Order[], Order[]> Changed(Action<Order> change) => rows =>
    {
        change(rows[7]);
        return rows;
    };

    private static void Fit(Subject subject, VaeOptions options, Order[] rows, Order[]? validation)
    {
        var ml = new MLContext(1);
        IEstimator<ITransformer> estimator =
            Orders.Create(subject, ml, Columns, options with { Progress = new NoTraining() });
        IDataView data = Orders.View(ml, rows);
        _ = validation is null ? estimator.Fit(data) : estimator.Fit(data, Orders.View(ml, validation));
    }
}
