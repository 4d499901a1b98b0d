using Microsoft.ML;
using Microsoft.ML.Data;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Weights of rows that cannot be used. All of it is refused before training.</summary>
internal static class WeightMistakes
{
    private static readonly MLContext Ml = new(1);

    private static readonly VaeOptions Options = Quick with
    {
        ExampleWeightColumnName = "Weight",
        Progress = new NoTraining(),
    };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        new(
            "A weight column that is not there",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Options).Fit(View(Ml, Rows(50))),
            "'Weight'",
            "'Features'",
            "ExampleWeightColumnName"),
        new(
            "A weight that is a text",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Options with { ExampleWeightColumnName = "Id" }).Fit(View(Ml, Rows(50))),
            "'Id'",
            "String",
            "a Single or a Double"),
        Fit("A weight below 0", row => row == 7 ? -1 : 1, "'Weight'", "-1 in row 7", "at least 0"),
        Fit("A weight of NaN", row => row == 7 ? float.NaN : 1, "'Weight'", "NaN in row 7", "finite"),
        Fit("An infinite weight", row => row == 7 ? float.PositiveInfinity : 1, "'Weight'", "Infinity in row 7", "finite"),
        Fit("Weights of 0 only", _ => 0, "'Weight'", "training", "0 in all"),
        Validate("A weight below 0 in the validation data", row => row == 2 ? -1 : 1, "-1 in row 2 of the validation data"),
        Validate("Weights of 0 only in the validation data", _ => 0, "'Weight'", "held-out", "0 in all 20"),
        new(
            "Validation data without weights",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Options).Fit(Weighted(50, _ => 1), View(Ml, Rows(20))),
            "'Weight'",
            "Single",
            "no column"),
    ];

    private static Mistake Fit(string name, Func<int, float> weight, params string[] facts) => new(
        name, typeof(ArgumentException), subject => subject.Create(Ml, Options).Fit(Weighted(50, weight)), facts);

    private static Mistake Validate(string name, Func<int, float> weight, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject => subject.Create(Ml, Options).Fit(Weighted(50, _ => 1), Weighted(20, weight)),
        facts);

    private static IDataView Weighted(int count, Func<int, float> weight) => Ml.Data.LoadFromEnumerable(
        Rows(count).Select((row, i) => new WeightedRow { Features = row.Features, Weight = weight(i) }));

    private sealed class WeightedRow
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public float Weight { get; set; }
    }
}
