using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract;
using Xunit;
using static VaeTransforms.Tests.Series.Pulses;

namespace VaeTransforms.Tests.Series;

public sealed class VaeSeriesEstimatorTests
{
    [Fact]
    public void A_jump_is_the_most_anomalous_point_and_raises_an_alert()
    {
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(600), Quick, "Load");
        Pulse[] rows = Rows(300, seed: 5);
        rows[150].Load += 40;

        double[][] scored = Read(detector.Transform(View(new MLContext(1), rows)));

        int highest = Enumerable.Range(Window - 1, rows.Length - Window + 1).MaxBy(i => scored[i][1]);
        Assert.InRange(highest, 150, 150 + Window - 1);
        Assert.Equal(1, scored[150][0]);
        Assert.True(scored[150][2] <= 0.02);
    }

    [Fact]
    public void The_output_is_a_vector_with_the_slots_of_the_detectors_of_MLNET()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        VaeSeriesEstimator estimator = ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, Quick);
        using VaeSeriesTransformer detector = estimator.Fit(data);

        DataViewSchema schema = detector.Transform(data).Schema;

        Assert.Equal(["Time", "Host", "Load", "Heat", "Count", "Anomaly"], schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Double, 3), schema["Anomaly"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Anomaly"].GetSlotNames(ref names);
        Assert.Equal(["Alert", "Raw Score", "P-Value Score"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(schema.Select(c => $"{c}"), detector.GetOutputSchema(data.Schema).Select(c => $"{c}"));
    }

    [Fact]
    public void The_score_of_a_point_is_the_score_of_the_window_that_ends_with_it()
    {
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(300), Quick, "Load");
        Pulse[] rows = Rows(60, seed: 3);
        double[][] scored = Read(detector.Transform(View(new MLContext(1), rows)));
        double center = Rows(300).Average(row => (double)row.Load);

        float[] window = [.. rows[20..(20 + Window)].Select(row => (float)(row.Load - center))];
        float score = detector.Model.Score(window);

        Assert.Equal(score, scored[20 + Window - 1][1], 1e-4);
        Assert.Equal(score > detector.Threshold.Score ? 1 : 0, scored[20 + Window - 1][0]);
        Assert.Equal(["Load[-11]", "Load[0]"], [detector.Model.SlotNames![0], detector.Model.SlotNames[^1]]);
        Assert.Equal(Window, detector.Model.Window);
    }

    [Fact]
    public void Members_of_the_model_that_take_a_view_read_windows()
    {
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(300), Quick, "Load");
        IDataView points = View(new MLContext(1), Rows(60, seed: 3));
        double[][] scored = Read(detector.Transform(points));

        IDataView windows = detector.ToModelInput(points);
        float[] scores = detector.Model.Score(detector.Model.ReadRows(windows));

        Assert.Equal(scored.Select(point => point[1]), scores.Select(score => (double)score), (a, b) =>
            (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) < 1e-4 * (1 + Math.Abs(a)));
        VaeEvaluation evaluation = detector.Model.Evaluate(windows);
        Assert.Equal((60 - Window + 1, Window - 1), (evaluation.Rows, evaluation.SkippedRows));
        Assert.Equal(60 - Window + 1, LatentSpace.Analyze(detector.Model, windows).Rows);
        Assert.Contains(
            "It has the windows of a series. Give the view that ToModelInput of the fitted transformer returns.",
            Assert.Throws<ArgumentException>(() => detector.Model.Evaluate(points)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Points_without_a_full_window_and_windows_with_NaN_have_no_score_and_no_alert()
    {
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(300), Quick, "Load");
        Pulse[] rows = Rows(60, seed: 3);
        rows[30].Load = float.NaN;
        rows[45].Load = float.NegativeInfinity;

        double[][] scored = Read(detector.Transform(View(new MLContext(1), rows)));

        for (int i = 0; i < rows.Length; i++)
        {
            bool isUnknown = i < Window - 1 || (i >= 30 && i < 30 + Window) || (i >= 45 && i < 45 + Window);
            Assert.Equal(isUnknown, double.IsNaN(scored[i][1]));
            Assert.Equal(isUnknown, double.IsNaN(scored[i][2]));
            Assert.True(!isUnknown || scored[i][0] == 0);
        }
    }

    [Fact]
    public void Series_in_alternating_rows_are_scored_as_each_by_itself()
    {
        VaeSeriesOptions options = Quick with { SeriesKeyColumnName = "Host", TimeColumnName = "Time" };
        Pulse[] a = Rows(200);
        Pulse[] b = Rows(200, seed: 2, host: "b");
        Pulse[] mixed = [.. a.Zip(b).SelectMany(pair => new[] { pair.First, pair.Second })];
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(mixed, options, "Load");
        var ml = new MLContext(1);

        double[][] together = Read(detector.Transform(View(ml, mixed)));

        Assert.Equal(Read(detector.Transform(View(ml, a))), together.Where((_, i) => i % 2 == 0));
        Assert.Equal(Read(detector.Transform(View(ml, b))), together.Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public void Several_columns_are_scored_together()
    {
        var ml = new MLContext(1);
        using VaeSeriesTransformer detector = ml.Transforms
            .VaeDetectAnomalies("Anomaly", ["Load", "Heat"], Window, Quick)
            .Fit(View(ml, Rows(600)));
        Pulse[] rows = Rows(200, seed: 4);
        rows[100].Heat += 30;

        double[][] scored = Read(detector.Transform(View(ml, rows)));

        Assert.Equal(2 * Window, detector.Model.Architecture.InputSize);
        Assert.Equal(
            ["Load[-11]", "Load[0]", "Heat[-11]", "Heat[0]"],
            new[] { 0, Window - 1, Window, (2 * Window) - 1 }.Select(slot => detector.Model.SlotNames![slot]));
        Assert.Equal(1, scored[100][0]);
    }

    public static TheoryData<string, VaeNetwork> Networks => new()
    {
        { "2x12-8x6-16-3-16-48-2x12", VaeNetwork.Convolutional([8], units: [16]) },
        {
            "2x12-6-3-16-2x12",
            new VaeNetwork
            {
                InputShape = new TensorShape(2, Window),
                Encoder = [Layer.Gru(6)],
                Decoder = [Layer.Dense(16), Layer.Silu],
            }
        },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Networks_along_time_take_a_window_as_a_signal_of_its_columns(string sizes, VaeNetwork network)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(300));
        VaeSeriesOptions options = Quick with
        {
            Vae = Quick.Vae with { HiddenLayers = null, Network = network, LatentDimension = 3, Epochs = 2 },
        };
        using VaeSeriesTransformer detector = ml.Transforms
            .VaeDetectAnomalies("Anomaly", ["Load", "Heat"], Window, options).Fit(data);

        double[][] scored = Read(detector.Transform(data));
        double[][] loaded = Read(Subjects.SaveAndLoad(detector, data.Schema, out _).Transform(data));

        Assert.Equal(sizes, $"{detector.Model.Architecture}");
        Assert.Equal(new TensorShape(2, Window), detector.Model.Architecture.Network.InputShape);
        Assert.All(
            scored.Zip(loaded).Skip(Window - 1), pair => Assert.Equal(pair.First[1], pair.Second[1], 1e-4));
    }

    [Fact]
    public void Windows_start_anew_after_a_gap_if_that_is_chosen()
    {
        VaeSeriesOptions options = Quick with { TimeColumnName = "Time", Gaps = SeriesGaps.Restart };
        Pulse[] rows = [.. Rows(300).Where((_, i) => i is < 150 or > 153)];
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(rows, options, "Load");

        double[][] scored = Read(detector.Transform(View(new MLContext(1), rows)));

        Assert.All(scored[150..(150 + Window - 1)], point => Assert.True(double.IsNaN(point[1])));
        Assert.All(scored[(150 + Window - 1)..], point => Assert.False(double.IsNaN(point[1])));
    }

    [Fact]
    public void Many_short_series_are_held_out_as_a_whole()
    {
        Pulse[] rows = [.. Enumerable.Range(0, 20).SelectMany(i => Rows(20, seed: i, host: $"host {i}"))];
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(rows, Quick with { SeriesKeyColumnName = "Host" }, "Load");

        // Each series has 9 windows, and four of twenty series are a fifth of the rows.
        Assert.Equal(36, detector.Threshold.HeldOutRows);
        Assert.Equal(144, detector.Report.Summary.TrainingRows);
    }

    [Fact]
    public void The_same_seed_gives_the_same_detector()
    {
        using VaeSeriesTransformer first = SeriesMistakes.Fit(Rows(300), Quick, "Load");
        using VaeSeriesTransformer second = SeriesMistakes.Fit(Rows(300), Quick, "Load");

        IDataView data = View(new MLContext(1), Rows(100, seed: 8));
        Assert.Equal(Read(first.Transform(data)), Read(second.Transform(data)));
    }

    [Fact]
    public void The_threshold_moves_without_training()
    {
        using VaeSeriesTransformer detector = SeriesMistakes.Fit(Rows(600), Quick, "Load");
        using VaeSeriesTransformer moved = detector.WithThreshold(ThresholdRule.AtScore(-1e6));
        IDataView data = View(new MLContext(1), Rows(100, seed: 8));

        double[][] scored = Read(moved.Transform(data));

        Assert.All(scored[(Window - 1)..], point => Assert.Equal(1, point[0]));
        Assert.Equal(Read(detector.Transform(data)).Select(point => point[1]), scored.Select(point => point[1]));
    }
}
