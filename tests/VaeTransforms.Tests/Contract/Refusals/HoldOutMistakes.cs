using Microsoft.ML;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Held-out rows that cannot be chosen. All of it is refused before training.</summary>
internal static class HoldOutMistakes
{
    private static readonly MLContext Ml = new(1);

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Key("A sampling key that is not there", "Machine", "'Machine'", "'Id'", "'Features'", "SamplingKeyColumnName"),
        Key(
            "A sampling key that is a vector",
            "Features",
            "'Features'",
            "Vector<Single, 12>",
            "a scalar",
            "SamplingKeyColumnName"),
        Fit(
            "One sampling key in all rows",
            Quick with { SamplingKeyColumnName = "Id" },
            View(Ml, Rows(40).Select(row => new Sheet { Id = "A", Features = row.Features })),
            "'Id'",
            "one key",
            "40 rows",
            "SamplingKeyColumnName"),
        Fit(
            "Too few rows for sampling keys",
            Quick with { SamplingKeyColumnName = "Id" },
            View(Ml, Rows(2)),
            "'Id'",
            "2 keys",
            "holds out 1 of the 2 rows"),
        Fit(
            "Too few rows for blocks",
            Quick with { HoldOut = HoldOut.Blocks(20) },
            View(Ml, Rows(60)),
            "HoldOut.Blocks(gap: 20, count: 5)",
            "60 rows",
            "smaller gap"),
        Validate("Validation data without rows", View(Ml, Rows(0)), Quick, "'Features'", "no rows", "ValidationFraction"),
        Validate(
            "Validation data without the column",
            InputMistakes.Without(Ml, View(Ml, Rows(20))),
            Quick,
            "'Features'",
            "Vector<Single, 12>",
            "no column"),
        Validate(
            "Validation data of another type",
            InputMistakes.Doubles(Ml, View(Ml, Rows(20))),
            Quick,
            "'Features'",
            "Vector<Single, 12>",
            "Vector<Double, 12>"),
        Validate("NaN in the validation data", View(Ml, WithNaN()), Quick, "NaN", "slot 3", "row 2 of the validation data"),
        Validate(
            "Validation data together with blocks",
            View(Ml, Rows(20)),
            Quick with { HoldOut = HoldOut.Blocks(9) },
            "HoldOut is Blocks(gap: 9, count: 5)",
            "SamplingKeyColumnName is null") with
        { Parameter = "validationData" },
        Validate(
            "Validation data together with a sampling key",
            View(Ml, Rows(20)),
            Quick with { SamplingKeyColumnName = "Id" },
            "SamplingKeyColumnName is 'Id'") with
        { Parameter = "validationData" },
    ];

    private static IEnumerable<Sheet> WithNaN()
    {
        Sheet[] rows = Rows(20);
        rows[2].Features[3] = float.NaN;
        return rows;
    }

    private static Mistake Key(string name, string column, params string[] facts) =>
        Fit(name, Quick with { SamplingKeyColumnName = column }, View(Ml, Rows(50)), facts);

    private static Mistake Fit(string name, VaeOptions options, IDataView data, params string[] facts) => new(
        name, typeof(ArgumentException), subject => subject.Create(Ml, Untrained(options)).Fit(data), facts);

    private static Mistake Validate(string name, IDataView validation, VaeOptions options, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject => subject.Create(Ml, Untrained(options)).Fit(View(Ml, Rows(50)), validation),
        facts);

    private static VaeOptions Untrained(VaeOptions options) => options with { Progress = new NoTraining() };
}
