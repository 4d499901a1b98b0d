using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract;
using Xunit;
using static VaeTransforms.Tests.Series.Pulses;

namespace VaeTransforms.Tests.Series;

/// <summary>A detector of series of several hosts, each with a level of its own, that is told the host of a point.</summary>
[Collection(typeof(Alone))]
public sealed class SeriesConditionTests
{
    private static readonly string[] Hosts = ["a", "b", "c"];

    private static readonly VaeSeriesOptions ByHost = Quick with
    {
        TimeColumnName = "Time",
        SeriesKeyColumnName = "Host",
        Vae = Quick.Vae with { ConditionColumnName = "Host", Epochs = 40, Seed = 3 },
    };

    // The column, and its value for a host.
    public static TheoryData<string, Func<string, object>> Columns => new()
    {
        { "Host", host => host },
        { "HostKey", host => host },
        { "HostNumber", host => Level(host) },
        { "Setting", host => new float[] { Level(host), 1 } },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_view_a_loaded_pipeline_and_engines_give_the_same_numbers(string column, Func<string, object> valueOf)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, HostRows(150));
        VaeSeriesOptions options = ByHost with { Vae = ByHost.Vae with { ConditionColumnName = column, Epochs = 2 } };
        VaeSeriesEstimator estimator = ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, options);
        using VaeSeriesTransformer fitted = estimator.Fit(data);
        HostPulse[] next = HostRows(40, seed: 7);
        IDataView other = View(ml, next);
        double[][] expected = Read(fitted.Transform(other));
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        Assert.Equal(3 * (Window - 1), expected.Count(point => double.IsNaN(point[1])));
        AssertSame(expected, Read(loaded.Transform(other)));
        AssertSame(expected, Read(Subjects.SaveAndLoadVae(fitted, data.Schema).Transform(other)));
        Assert.Contains(estimator.GetOutputSchema(Subjects.Shape(data.Schema)), shape => shape.Name == "Anomaly");

        using VaeModel model = VaeModel.FromTransformer(loaded);
        Assert.Equal(column, model.ConditionColumnName);
        Assert.Equal(Window, model.Window);
        Assert.Equal($"Load[{1 - Window}]", model.SlotNames![0]);
        foreach (string host in Hosts)
        {
            using VaeSeriesEngine engine = model.CreateSeriesEngine();
            float[] condition = model.Condition(valueOf(host));
            AssertSame(
                [.. expected.Where((_, i) => next[i].Host == host)],
                [.. next.Where(row => row.Host == host).Select(row => Numbers(engine.Predict(row.Load, row.Time, condition)))]);
        }

        using var file = new MemoryStream();
        fitted.Model.Save(file);
        file.Position = 0;
        using VaeModel saved = VaeModel.Load(file);
        using VaeSeriesEngine ofSaved = saved.CreateSeriesEngine();
        float[] first = saved.Condition(valueOf("a"));
        SeriesPoint[] points = [.. next.Where(row => row.Host == "a").Select(row => ofSaved.Predict(row.Load, row.Time, first))];
        Assert.Equal(expected[^3][1], points[^1].Score, 1e-4);
    }

    [Fact]
    public void A_prediction_engine_reads_the_condition_of_each_point()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(Leveled(150));
        VaeSeriesOptions options = ByHost with { Vae = ByHost.Vae with { Epochs = 2 } };
        using VaeSeriesTransformer fitted = ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, options).Fit(data);
        Pulse[] next = Leveled(30, seed: 7);
        PredictionEngine<Pulse, PulseResult> engine = ml.Model.CreatePredictionEngine<Pulse, PulseResult>(
            fitted, new PredictionEngineOptions { OwnsTransformer = false });

        AssertSame(
            Read(fitted.Transform(ml.Data.LoadFromEnumerable(next))), [.. next.Select(row => engine.Predict(row).Anomaly)]);
    }

    [Fact]
    public void A_host_at_the_level_of_another_is_found_only_with_the_condition()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(Leveled(600));
        Pulse[] next = Leveled(200, seed: 7);
        foreach (Pulse row in next.Where(row => row.Host == "a"))
        {
            row.Load += Level("b") - Level("a");
        }

        double[] with = ShareOfAlerts(ByHost);
        double[] without = ShareOfAlerts(ByHost with { Vae = ByHost.Vae with { ConditionColumnName = null } });

        Assert.True(with[0] > 0.9, $"{with[0]} of the points of 'a' must be found.");
        Assert.True(without[0] < 0.5, $"{without[0]} of the points of 'a' are found without the condition.");
        Assert.All(with[1..], share => Assert.True(share < 0.25, $"{share}"));

        double[] ShareOfAlerts(VaeSeriesOptions options)
        {
            using VaeSeriesTransformer detector =
                ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, options).Fit(data);
            double[][] scored = Read(detector.Transform(ml.Data.LoadFromEnumerable(next)));
            return [.. Hosts.Select(host =>
                scored.Where((point, i) => next[i].Host == host && !double.IsNaN(point[1])).Average(point => point[0]))];
        }
    }

    [Fact]
    public void The_points_of_a_new_host_have_no_score()
    {
        var ml = new MLContext(1);
        using VaeSeriesTransformer detector = ml.Transforms
            .VaeDetectAnomalies("Anomaly", "Load", Window, ByHost with { Vae = ByHost.Vae with { Epochs = 2 } })
            .Fit(ml.Data.LoadFromEnumerable(Leveled(100)));

        double[][] scored = Read(detector.Transform(ml.Data.LoadFromEnumerable(Rows(30, host: "new"))));

        Assert.All(scored, point => Assert.Equal([0, double.NaN, double.NaN], point));
    }

    [Fact]
    public void The_latent_space_is_measured_under_the_conditions_of_the_windows()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(Leveled(200));
        VaeSeriesOptions options = ByHost with
        {
            Vae = ByHost.Vae with { Network = VaeNetwork.Convolutional([4], [8]), HiddenLayers = null, Epochs = 3 },
        };
        using VaeSeriesTransformer detector = ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, options).Fit(data);
        IDataView windows = ml.Data.FilterRowsByMissingValues(detector.ToModelInput(data), detector.Model.InputColumnNames[0]);

        LatentSpaceReport report = LatentSpace.Analyze(detector.Model, windows);

        Assert.Equal(3 * (200 - Window + 1), report.Rows);
        Assert.Equal(Window + Hosts.Length, detector.Model.ReadRows(windows)[0].Length);
    }

    private static float Level(string host) => 30 * Array.IndexOf(Hosts, host);

    /// <summary>Points of three hosts, which alternate.</summary>
    private static Pulse[] Leveled(int count, int seed = 0)
    {
        Pulse[][] each = [.. Hosts.Select((host, i) => Rows(count, (10 * seed) + i, host))];
        return [.. Enumerable.Range(0, count).SelectMany(point => each.Select(rows =>
        {
            rows[point].Load += Level(rows[point].Host);
            return rows[point];
        }))];
    }

    private static HostPulse[] HostRows(int count, int seed = 0) =>
    [
        .. Leveled(count, seed).Select(row => new HostPulse
        {
            Time = row.Time,
            Host = row.Host,
            Load = row.Load,
            HostNumber = Level(row.Host),
            Setting = [Level(row.Host), 1],
        }),
    ];

    private static IDataView View(MLContext ml, HostPulse[] rows)
    {
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        return ml.Transforms.Conversion.MapValueToKey("HostKey", "Host").Fit(data).Transform(data);
    }

    private sealed class HostPulse
    {
        public DateTime Time { get; set; }

        public string Host { get; set; } = "";

        public float Load { get; set; }

        public double HostNumber { get; set; }

        [VectorType(2)]
        public float[] Setting { get; set; } = [];
    }
}
