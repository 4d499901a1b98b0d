using Microsoft.ML;
using VaeTransforms.Tests.Contract.Refusals;
using static VaeTransforms.Tests.Series.Pulses;
using static VaeTransforms.Tests.Series.SeriesMistakes;

namespace VaeTransforms.Tests.Series;

/// <summary>Points that a detector of series cannot score, and what else its model is not.</summary>
internal static class SeriesPointMistakes
{
    private static readonly Lazy<VaeSeriesTransformer> Fitted = new(() => Fit(
        Rows(200), Quick with { TimeColumnName = "Time" }, "Load"));

    private static readonly Lazy<VaeSeriesTransformer> ByHost = new(() => Fit(
        [.. Rows(100), .. Rows(100, host: "b")],
        Quick with { SeriesKeyColumnName = "Host", Vae = Quick.Vae with { ConditionColumnName = "Host" } },
        "Load"));

    /// <summary>Of a series whose level changes slowly, so that its windows are much alike.</summary>
    private static readonly Lazy<VaeSeriesTransformer> Slow = new(() =>
    {
        Pulse[] rows = Rows(500);
        double level = 0;
        var random = new Random(1);
        Array.ForEach(rows, row => row.Load = (float)(level = (0.95 * level) + random.NextDouble() - 0.5));
        return Fit(rows, Quick, "Load");
    });

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Predict("A point without its time", engine => engine.Predict(1), "'Time'", "no time"),
        Predict("A point of two columns", engine => engine.Predict([1, 2], Start), "2 values", "'Load'"),
        new(
            "A point without its condition",
            typeof(ArgumentException),
            _ => ByHost.Value.CreateSeriesEngine().Predict(1),
            "'Host'",
            "VaeModel.Condition"),
        new(
            "A point with a condition of another length",
            typeof(ArgumentException),
            _ => ByHost.Value.CreateSeriesEngine().Predict(1, condition: [1, 0, 0]),
            "'Host'",
            "[1, 0, 0]"),
        new(
            "A point with a condition that the detector does not have",
            typeof(InvalidOperationException),
            _ => Fitted.Value.CreateSeriesEngine().Predict(1, Start, [1]),
            "without a condition"),
        Predict(
            "A point that is not later",
            engine =>
            {
                engine.Predict(1, Start);
                engine.Predict(1, Start);
            },
            "2024-03-01 00:00:00",
            "must increase"),
        Predict(
            "A point after a gap",
            engine =>
            {
                engine.Predict(1, Start);
                engine.Predict(1, Start.AddMinutes(3));
            },
            "00:01:00",
            "points are missing"),
        new(
            "A state of other windows",
            typeof(VaeModelFormatException),
            _ =>
            {
                using VaeSeriesTransformer other = Fit(Rows(200), Quick, "Load", window: 10);
                using VaeSeriesEngine engine = other.CreateSeriesEngine();
                using var state = new MemoryStream();
                engine.CheckPoint(state);
                state.Position = 0;
                Fitted.Value.Model.CreateSeriesEngine(state);
            },
            "10 values",
            "12."),
        new(
            "A state that is something else",
            typeof(VaeModelFormatException),
            _ => Fitted.Value.Model.CreateSeriesEngine(new MemoryStream(new byte[100])),
            "CheckPoint"),
        new(
            "A model of a series as a detector of rows",
            typeof(InvalidOperationException),
            _ => Fitted.Value.Model.ToDetector(new MLContext()),
            "windows",
            "CreateSeriesEngine"),
        new(
            "A model of a series as a transformer of rows",
            typeof(InvalidOperationException),
            _ => Fitted.Value.Model.ToTransformer(new MLContext()),
            "windows",
            "LoadVae"),
        new(
            "A guaranteed rate from too few independent windows",
            typeof(ArgumentException),
            _ => Slow.Value.WithThreshold(ThresholdRule.AtMostRate(0.05)),
            "59 independent",
            "held-out rows are autocorrelated",
            "worth"),
        new(
            "A model that is not of a series",
            typeof(InvalidOperationException),
            _ =>
            {
                using var model = new VaeModel(TestModels.Random(TestModels.Architecture(3, 2, [4])));
                model.CreateSeriesEngine();
            },
            "VaeDetectAnomalies"),
    ];

    private static Mistake Predict(string name, Action<VaeSeriesEngine> act, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        _ =>
        {
            using VaeSeriesEngine engine = Fitted.Value.CreateSeriesEngine();
            act(engine);
        },
        facts);
}
