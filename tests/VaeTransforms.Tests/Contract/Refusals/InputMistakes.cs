using Microsoft.ML;
using Microsoft.ML.Data;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Columns and rows that cannot be trained on or scored.</summary>
internal static class InputMistakes
{
    private const string Needs = "a vector of fixed size of Single or Double";

    /// <summary>Columns of <see cref="OddColumns"/>, by their names.</summary>
    public static IReadOnlyList<Mistake> Columns { get; } =
    [
        Column("Nothing", "'Text'", "'Number'", "'Integers'", "'Varying'", "'Key'", "'Flags'", "Concatenate(\"Nothing\""),
        Column("Text", "String", Needs, "OneHotEncoding(\"Text\")", "FeaturizeText(\"Text\")"),
        Column("Number", "Single", Needs, "Concatenate(\"Number\""),
        Column("Integers", "Vector<Int32, 3>", Needs, "ConvertType(\"Integers\""),
        Column("Varying", "Vector<Single> of variable size", Needs, "[VectorType(n)]", "TextLoader"),
        Column("Key", "Key<UInt32, 0-4>", Needs, "MapKeyToVector(\"Key\")"),
        Column("Flags", "Vector<Boolean, 2>", Needs, "ConvertType(\"Flags\""),
    ];

    /// <summary>Rows that an estimator cannot be fitted on. All of them are refused before training.</summary>
    public static IReadOnlyList<Mistake> Rows { get; } =
    [
        Fit("No rows", Sheets.Rows(0), "at least 2 rows", "'Features'", "no rows"),
        Fit("One row", Sheets.Rows(1), "at least 2 rows", "'Features'", "1 row"),
        Fit("Equal rows", [.. Enumerable.Range(0, 50).Select(_ => Sheets.Rows(1)[0])], "all 50 rows", "'Features'"),
        Value("NaN", float.NaN, "ReplaceMissingValues(\"Features\")", "FilterRowsByMissingValues(data, \"Features\")"),
        Value("Infinity", float.PositiveInfinity, "FilterByCustomPredicate"),
        Value("-Infinity", float.NegativeInfinity, "FilterByCustomPredicate"),
        Fit(
            "A probability above 1",
            Probabilities(1.5f),
            Quick with { Likelihood = Likelihood.Bernoulli },
            "Likelihood.Bernoulli",
            "[0, 1]",
            "'Features'",
            "1.5 in slot 2 ('sensor 2') of row 8",
            "MinMax",
            "Likelihood.Gaussian"),
        Fit(
            "More latent dimensions than input values",
            Sheets.Rows(50),
            Quick with { LatentDimension = 13 },
            "LatentDimension",
            "13",
            "'Features'",
            "12"),
        Fit(
            "A network that is too large for a file",
            Sheets.Rows(50),
            Quick with { HiddenLayers = [65536, 65536] },
            "12-65536-65536-3-65536-65536-12",
            "'Features'",
            "8,592,359,454",
            "400,000,000",
            "HiddenLayers"),
    ];

    /// <summary>Views that a fitted transformer cannot transform.</summary>
    public static IReadOnlyList<Mistake> Trained { get; } =
    [
        Transform(
            "Twice as many values",
            Twice,
            "'Features'",
            "24",
            "12"),
        Transform(
            "Double instead of Single",
            Doubles,
            "'Features'",
            "Double",
            "Single",
            "ConvertType(\"Features\", outputKind: DataKind.Single)"),
        Transform(
            "No column of that name",
            Without,
            "'Features'",
            "12",
            "'Id'",
            "CopyColumns(\"Features\""),
    ];

    public static IDataView OddColumns(MLContext ml) => ml.Data.LoadFromEnumerable([new OddRow()]);

    public static IDataView Twice(MLContext ml, IDataView data) =>
        ml.Transforms.Concatenate("Features", "Features", "Features").Fit(data).Transform(data);

    public static IDataView Doubles(MLContext ml, IDataView data) =>
        ml.Transforms.Conversion.ConvertType("Features", outputKind: DataKind.Double).Fit(data).Transform(data);

    public static IDataView Without(MLContext ml, IDataView data) =>
        ml.Transforms.DropColumns("Features").Fit(data).Transform(data);

    private static Mistake Column(string name, params string[] facts) => new(
        $"Column '{name}'",
        typeof(ArgumentException),
        subject =>
        {
            var ml = new MLContext(1);
            subject.Create(ml, input: name).Fit(OddColumns(ml));
        },
        [$"'{name}'", .. facts]);

    private static Mistake Value(string text, float value, params string[] advice)
    {
        Sheet[] rows = Sheets.Rows(50);
        rows[17].Features[3] = value;
        return Fit(text, rows, ["'Features'", text, "slot 3 ('sensor 3') of row 17", .. advice]);
    }

    private static Sheet[] Probabilities(float wrong)
    {
        Sheet[] rows =
            [.. Sheets.Rows(50).Select(row => new Sheet { Features = [.. row.Features.Select(value => (value + 50) / 2000)] })];
        rows[8].Features[2] = wrong;
        return rows;
    }

    private static Mistake Fit(string name, Sheet[] rows, params string[] facts) => Fit(name, rows, Quick, facts);

    private static Mistake Fit(string name, Sheet[] rows, VaeOptions options, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject =>
        {
            var ml = new MLContext(1);
            subject.Create(ml, options with { Progress = new NoTraining() }).Fit(View(ml, rows));
        },
        facts);

    private static Mistake Transform(string name, Func<MLContext, IDataView, IDataView> change, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject =>
        {
            var ml = new MLContext(1);
            IDataView data = View(ml, Sheets.Rows(60));
            using var fitted = (IDisposable)subject.Create(ml).Fit(data);
            ((ITransformer)fitted).Transform(change(ml, data));
        },
        facts);

    private sealed class OddRow
    {
        public string Text { get; set; } = "text";

        public float Number { get; set; }

        [VectorType(3)]
        public int[] Integers { get; set; } = [1, 2, 3];

        public float[] Varying { get; set; } = [1];

        [KeyType(5)]
        public uint Key { get; set; } = 1;

        [VectorType(2)]
        public bool[] Flags { get; set; } = [true, false];
    }
}

/// <summary>Fails if training starts.</summary>
internal sealed class NoTraining : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => throw new InvalidOperationException("Training has started.");
}
