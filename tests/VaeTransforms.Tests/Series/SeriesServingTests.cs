using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract;
using Xunit;
using static VaeTransforms.Tests.Series.Pulses;

namespace VaeTransforms.Tests.Series;

/// <summary>A view, a loaded pipeline, a prediction engine and a series engine give the same numbers.</summary>
public sealed class SeriesServingTests
{
    private static readonly VaeSeriesOptions Timed = Quick with { TimeColumnName = "Time" };
    private static readonly Lazy<VaeSeriesTransformer> Fitted = new(() => SeriesMistakes.Fit(Rows(400), Timed, "Load"));
    private static readonly Pulse[] New = Rows(150, seed: 9);
    private static readonly Lazy<double[][]> Expected = new(() => Read(Fitted.Value.Transform(View(new MLContext(1), New))));

    [Fact]
    public void A_loaded_pipeline_has_the_same_schema_and_the_same_numbers()
    {
        ITransformer loaded = SaveAndLoad();
        IDataView scored = loaded.Transform(View(new MLContext(1), New));

        Assert.Equal(
            Fitted.Value.Transform(View(new MLContext(1), New)).Schema.Select(c => $"{c}"),
            scored.Schema.Where(c => !c.IsHidden).Select(c => $"{c}"));
        AssertSame(Expected.Value, Read(scored));
        AssertSame(Expected.Value, Read(Subjects.SaveAndLoadVae(Fitted.Value, View(new MLContext(1), New).Schema)
            .Transform(View(new MLContext(1), New))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_prediction_of_a_prediction_engine_is_the_next_point(bool isLoaded)
    {
        var ml = new MLContext(1);
        ITransformer model = isLoaded ? SaveAndLoad() : Fitted.Value;
        PredictionEngine<Pulse, PulseResult> engine = ml.Model.CreatePredictionEngine<Pulse, PulseResult>(
            model, new PredictionEngineOptions { OwnsTransformer = isLoaded });

        AssertSame(Expected.Value, [.. New.Select(row => engine.Predict(row).Anomaly)]);
    }

    [Fact]
    public void A_series_engine_gives_the_numbers_of_the_whole_series()
    {
        using VaeModel model = VaeModel.FromTransformer(SaveAndLoad());
        using VaeSeriesEngine engine = model.CreateSeriesEngine();

        AssertSame(Expected.Value, [.. New.Select(row => Numbers(engine.Predict(row.Load, row.Time)))]);
        Assert.True(engine.IsFull);
        engine.Reset();
        Assert.False(engine.IsFull);
    }

    [Fact]
    public void A_series_engine_continues_from_its_saved_state()
    {
        using VaeSeriesEngine first = Fitted.Value.CreateSeriesEngine();
        foreach (Pulse row in New[..70])
        {
            first.Predict(row.Load, row.Time);
        }

        using var state = new MemoryStream();
        first.CheckPoint(state);
        state.Position = 0;
        using VaeSeriesEngine second = Fitted.Value.Model.CreateSeriesEngine(state);

        AssertSame(Expected.Value[70..], [.. New[70..].Select(row => Numbers(second.Predict(row.Load, row.Time)))]);
    }

    [Fact]
    public void A_truncated_state_is_refused()
    {
        using VaeSeriesEngine engine = Fitted.Value.CreateSeriesEngine();
        using var state = new MemoryStream();
        engine.CheckPoint(state);

        using var part = new MemoryStream(state.ToArray()[..^1]);
        var thrown = Assert.Throws<VaeModelFormatException>(() => Fitted.Value.Model.CreateSeriesEngine(part));
        Assert.Contains("truncated", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_of_windows_keeps_its_series_in_a_file()
    {
        using var file = new MemoryStream();
        Fitted.Value.Model.Save(file);
        file.Position = 0;
        using VaeModel model = VaeModel.Load(file);
        using VaeSeriesEngine engine = model.CreateSeriesEngine();

        AssertSame(Expected.Value, [.. New.Select(row => Numbers(engine.Predict(row.Load, row.Time)))]);
        Assert.Equal(Fitted.Value.Threshold, model.Threshold);
        Assert.Equal(Fitted.Value.Threshold.IndependentRows, model.Threshold!.IndependentRows);
    }

    [Fact]
    public void Cursors_in_parallel_read_the_series_in_order()
    {
        IDataView scored = SaveAndLoad().Transform(View(new MLContext(1), New));
        DataViewSchema.Column column = scored.Schema["Anomaly"];
        var read = new SortedDictionary<long, double[]>();
        foreach (DataViewRowCursor cursor in scored.GetRowCursorSet([column], 4))
        {
            using (cursor)
            {
                ValueGetter<VBuffer<double>> get =
                    cursor.GetGetter<VBuffer<double>>(column);
                ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
                while (cursor.MoveNext())
                {
                    VBuffer<double> value = default;
                    DataViewRowId id = default;
                    get(ref value);
                    getId(ref id);
                    read.Add((long)id.Low, [.. value.DenseValues()]);
                }
            }
        }

        AssertSame(Expected.Value, [.. read.Values]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_columns_can_be_read_without_the_output(bool isLoaded)
    {
        ITransformer model = isLoaded ? SaveAndLoad() : Fitted.Value;
        IDataView scored = model.Transform(View(new MLContext(1), New));

        Assert.Equal(New.Select(row => row.Load), scored.GetColumn<float>("Load"));
        Assert.Equal(New.Select(row => row.Time), scored.GetColumn<DateTime>("Time"));
    }

    [Fact]
    public void A_column_with_the_name_that_a_stock_component_uses_is_kept()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        data = ml.Transforms.CopyColumns("Probability", "Heat").Fit(data).Transform(data);
        using VaeSeriesTransformer detector = ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, Quick).Fit(data);

        IDataView scored = detector.Transform(data);

        Assert.Equal(data.GetColumn<double>("Probability"), scored.GetColumn<double>("Probability"));
        Assert.Equal("Anomaly", scored.Schema[^1].Name);
    }

    [Fact]
    public void One_pipeline_can_hold_two_detectors_and_a_model_is_found_by_its_column()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(400));
        ITransformer both = ml.Transforms.VaeDetectAnomalies("Other", "Heat", 8, Quick)
            .Append(ml.Transforms.VaeDetectAnomalies("Anomaly", "Load", Window, Timed))
            .Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(both, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out _);

        Assert.Equal(
            ["Time", "Host", "Load", "Heat", "Count", "Other", "Anomaly"],
            loaded.GetOutputSchema(data.Schema).Where(column => !column.IsHidden).Select(column => column.Name));
        Assert.Equal(150, loaded.Transform(View(ml, New)).GetColumn<double[]>("Other").Count());
        AssertSame(Expected.Value, Read(loaded.Transform(View(ml, New))));
        using VaeModel other = VaeModel.FromTransformer(loaded, "Heat");
        Assert.Equal(8, other.Window);
        ((IDisposable)both).Dispose();
    }

    private static ITransformer SaveAndLoad()
    {
        var ml = new MLContext(1);
        using var file = new MemoryStream();
        ml.Model.Save(Fitted.Value, View(ml, New).Schema, file);
        file.Position = 0;
        return new MLContext().Model.Load(file, out _);
    }
}
