using Microsoft.ML;
using VaeTransforms.Tests.Contract.Refusals;
using static VaeTransforms.Tests.Series.Pulses;

namespace VaeTransforms.Tests.Series;

/// <summary>What a detector of series cannot be fitted on.</summary>
internal static class SeriesMistakes
{
    private static readonly VaeSeriesOptions Timed = Untrained with { TimeColumnName = "Time" };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Data("A window longer than the series", Rows(11), Untrained, "12 points", "11 points", "smaller window"),
        Data("A series without rows", [], Untrained, "12 points", "0 points"),
        Data("Too few windows to hold some out", Rows(30), Untrained, "12 points", "39 points", "30", "20 %"),
        Data(
            "A constant series",
            [.. Rows(100).Select(row => new Pulse { Time = row.Time, Load = 5 })],
            Untrained,
            "all 89 windows",
            "'Load'"),
        Data("A missing value in a series", Changed(50, 7, row => row.Load = float.NaN), Untrained, "'Load'", "NaN", "row 7"),
        Data(
            "An infinite value in a series",
            Changed(50, 7, row => row.Load = float.PositiveInfinity),
            Untrained,
            "'Load'",
            "Infinity",
            "row 7"),
        Data(
            "A gap in a series",
            [.. Rows(100).Where((_, i) => i is < 40 or > 44)],
            Timed,
            "'Time'",
            "2024-03-01 00:45:00 after 2024-03-01 00:39:00",
            "row 40",
            "00:01:00",
            "Gaps"),
        Data("The same time twice", Changed(100, 40, row => row.Time = Start.AddMinutes(39)), Timed, "row 40", "duplicates"),
        Data(
            "Two series without a key",
            [.. Rows(60), .. Rows(60)],
            Timed,
            "2024-03-01 00:00:00 after 2024-03-01 00:59:00",
            "row 60",
            "SeriesKeyColumnName"),
        Data(
            "A series with a key that is not sorted",
            [.. Rows(60), .. Rows(60)],
            Timed with { SeriesKeyColumnName = "Host" },
            "row 60",
            "each 'Host'"),
        Data(
            "Only short runs between gaps",
            [.. Rows(100).Where((_, i) => i % 10 != 0)],
            Timed with { Gaps = SeriesGaps.Restart },
            "12 points",
            "without a gap",
            "'Time'"),
        Column("A column that is not there", ["Weight"], Untrained, "'Weight'", "'Load'", "inputColumnNames"),
        Column("A column of integers", ["Count"], Untrained, "'Count'", "Int32", "ConvertType"),
        Column(
            "A time that is not a DateTime",
            ["Load"],
            Untrained with { TimeColumnName = "Heat" },
            "'Heat'",
            "Double",
            "DateTime"),
        Column(
            "A key that is a DateTime",
            ["Load"],
            Untrained with { SeriesKeyColumnName = "Time" },
            "'Time'",
            "DateTime",
            "text"),
        Column(
            "A condition of a series that is not there",
            ["Load"],
            Untrained with { Vae = Untrained.Vae with { ConditionColumnName = "Rack" } },
            "'Rack'",
            "ConditionColumnName"),
        Data(
            "A missing condition in a series",
            Changed(50, 7, row => row.Host = ""),
            Untrained with { Vae = Untrained.Vae with { ConditionColumnName = "Host" } },
            "'Host'",
            "row 7"),
        Vector(),
        Create("A window of one point", typeof(ArgumentOutOfRangeException), 1, ["Load"], Untrained, "window", "at least 2", "1"),
        Create(
            "A window of too many values", typeof(ArgumentOutOfRangeException), 70_000, ["Load"], Untrained, "65536", "70000"),
        Create("The same column twice", typeof(ArgumentException), 12, ["Load", "Load"], Untrained, "'Load'"),
        Create(
            "An output with the name of an input",
            typeof(ArgumentException),
            12,
            ["Anomaly"],
            Untrained,
            "'Anomaly'",
            "different"),
        Create(
            "A condition of a series that is an input",
            typeof(ArgumentException),
            12,
            ["Load"],
            Untrained with { Vae = Untrained.Vae with { ConditionColumnName = "Load" } },
            "'Load'",
            "input column too"),
        Create(
            "A condition with the name that a stock component uses",
            typeof(ArgumentException),
            12,
            ["Load"],
            Untrained with { Vae = Untrained.Vae with { ConditionColumnName = "Probability" } },
            "'Probability'",
            "CopyColumns"),
        Create(
            "A mask of missing values for a series",
            typeof(ArgumentException),
            12,
            ["Load"],
            new VaeSeriesOptions { Vae = new() { MissingValues = MissingValues.Mask } },
            "Vae.MissingValues",
            "Mask",
            "Refuse"),
        Create(
            "A hold-out of rows for a series",
            typeof(ArgumentException),
            12,
            ["Load"],
            new VaeSeriesOptions { Vae = new() { HoldOut = HoldOut.Blocks(3) } },
            "Vae.HoldOut"),
        Create(
            "No held-out windows",
            typeof(ArgumentException),
            12,
            ["Load"],
            new VaeSeriesOptions { Vae = new() { ValidationFraction = 0 } },
            "Vae.ValidationFraction",
            "held-out windows"),
    ];

    public static VaeSeriesTransformer Fit(Pulse[] rows, VaeSeriesOptions options, string column, int window = Window)
    {
        var ml = new MLContext(1);
        return ml.Transforms.VaeDetectAnomalies("Anomaly", column, window, options).Fit(View(ml, rows));
    }

    private static Pulse[] Changed(int count, int row, Action<Pulse> change)
    {
        Pulse[] rows = Rows(count);
        change(rows[row]);
        return rows;
    }

    private static Mistake Data(string name, Pulse[] rows, VaeSeriesOptions options, params string[] facts) =>
        new(name, typeof(ArgumentException), _ => Fit(rows, options, "Load"), facts);

    private static Mistake Column(string name, string[] columns, VaeSeriesOptions options, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        _ =>
        {
            var ml = new MLContext(1);
            ml.Transforms.VaeDetectAnomalies("Anomaly", columns, Window, options).Fit(View(ml, Rows(100)));
        },
        facts);

    private static Mistake Vector() => new(
        "A vector as a series",
        typeof(ArgumentException),
        _ =>
        {
            var ml = new MLContext(1);
            ml.Transforms.Concatenate("Both", "Load", "Load")
                .Append(ml.Transforms.VaeDetectAnomalies("Anomaly", "Both", Window, Untrained))
                .Fit(View(ml, Rows(100)));
        },
        "'Both'",
        "Vector<Single",
        "scalar");

    private static Mistake Create(
        string name, Type exception, int window, string[] columns, VaeSeriesOptions options, params string[] facts) => new(
        name, exception, _ => new MLContext(1).Transforms.VaeDetectAnomalies("Anomaly", columns, window, options), facts);
}
