using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class DetectorTests(DetectorFixture fixture) : IClassFixture<DetectorFixture>
{
    private VaeAnomalyTransformer Detector => fixture.Detector;

    [Fact]
    public void A_loaded_detector_gives_the_same_scores_p_values_and_contributions()
    {
        IDataView rows = View(fixture.Ml, Rows(300, seed: 3));
        Dictionary<string, float[][]> expected = Table.Read(Detector.Transform(rows));
        ITransformer loaded = Subjects.SaveAndLoad(Detector, fixture.Schema, out _);

        Table.AssertNear(expected, Table.Read(loaded.Transform(rows)));
        Assert.Equal(["Features", "Score", "PredictedLabel", "PValue", "Reasons"], expected.Keys);

        VBuffer<ReadOnlyMemory<char>> names = default;
        loaded.Transform(rows).Schema["Reasons"].GetSlotNames(ref names);
        Assert.Equal(SlotNames, names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void One_row_at_a_time_gives_what_a_batch_gives()
    {
        Sheet[] rows = Rows(30, seed: 4);
        Dictionary<string, float[][]> expected = Table.Read(Detector.Transform(View(fixture.Ml, rows)));
        using PredictionEngine<Sheet, Detected> engine = fixture.Ml.Model.CreatePredictionEngine<Sheet, Detected>(
            Detector, new PredictionEngineOptions { OwnsTransformer = false });

        for (int i = 0; i < rows.Length; i++)
        {
            Detected one = engine.Predict(rows[i]);
            float[] batch = [.. expected["Score"][i], .. expected["PValue"][i], .. expected["Reasons"][i]];
            Table.AssertNear(batch, [one.Score, one.PValue, .. one.Reasons], $"row {i}");
            Assert.Equal(expected["PredictedLabel"][i][0] == 1, one.PredictedLabel);
        }
    }

    [Fact]
    public void P_values_of_new_rows_like_the_held_out_ones_are_uniform()
    {
        Dictionary<string, float[][]> scored = Table.Read(Detector.Transform(View(fixture.Ml, Rows(4000, seed: 5))));
        float[] p = [.. scored["PValue"].Select(value => value[0]).Order()];

        // The largest distance to uniform, of 1,500 known and 4,000 new rows: 1.95 sqrt(1/1500 + 1/4000) once in a thousand.
        Assert.True(p.Select((value, i) => Math.Abs(value - ((i + 0.5) / p.Length))).Max() < 0.059);
        Assert.InRange(p[0], 1 / 1501f - 1e-6f, 1);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.02)]
    [InlineData(0.0005)]
    public void Another_threshold_needs_no_training_and_survives_saving(double rate)
    {
        IDataView rows = View(fixture.Ml, Rows(2000, seed: 6));
        float before = Detector.Threshold.Score;
        using VaeAnomalyTransformer moved = Detector.WithThreshold(ThresholdRule.AtRate(rate));
        ITransformer loaded = Subjects.SaveAndLoad(moved, fixture.Schema, out _);
        Dictionary<string, float[][]> scored = Table.Read(moved.Transform(rows));

        Table.AssertNear(scored, Table.Read(loaded.Transform(rows)));
        Assert.Equal(before, Detector.Threshold.Score);
        Assert.Equal(rate, moved.Threshold.Contamination);

        // What the held-out rows vouch for with a confidence of 0.9999 is where the new rows' rate lies.
        RateInterval interval = moved.Threshold.FalsePositiveRate(0.9999);
        Assert.InRange(scored["PredictedLabel"].Average(label => label[0]), interval.Lower, interval.Upper);

        using VaeModel model = VaeModel.FromTransformer(loaded);
        Assert.Equal(moved.Threshold, model.Threshold);
        using VaeModel back = model.WithThreshold(ThresholdRule.AtRate(0.1));
        Assert.Equal(Detector.Threshold, back.Threshold);
    }

    [Theory]
    [InlineData(1e15f)]
    [InlineData(-1e30f)]
    [InlineData(float.MaxValue)]
    public void A_value_beyond_all_measure_has_a_finite_score_and_is_an_anomaly(float value)
    {
        Sheet[] rows = Rows(2, seed: 12);
        rows[1].Features[5] = value;
        rows[1].Features[6] = -value;
        Dictionary<string, float[][]> scored = Table.Read(Detector.Transform(View(fixture.Ml, rows)));

        Assert.All(scored["Score"], score => Assert.True(float.IsFinite(score[0])));
        Assert.Equal(1, scored["PredictedLabel"][1][0]);
        Assert.Equal(1 / 1501f, scored["PValue"][1][0], 1e-6f);
        Assert.True(scored["Score"][1][0] > scored["Score"][0][0]);
    }

    [Fact]
    public void Labels_among_the_features_are_refused_by_name()
    {
        Leaking[] rows = [.. Rows(50).Select(row => new Leaking { Label = 0, Features = row.Features })];
        IDataView data = fixture.Ml.Data.LoadFromEnumerable(rows);
        data = fixture.Ml.Transforms.Concatenate("All", "Features", "Label").Fit(data).Transform(data);

        Assert.Equal(
            "Column 'All' has the label among its features, in slot 12 ('Label'). A detector would learn to tell anomalies by their "
                + "label, which new rows do not have. Leave it out where the column is put together; if it is a measurement, give it "
                + "another name.",
            Assert.Throws<ArgumentException>(() => fixture.Ml.AnomalyDetection.Trainers.Vae("All").Fit(data)).Message);
        data = fixture.Ml.Transforms.CopyColumns("Label", "Features").Fit(data).Transform(data);
        Assert.StartsWith(
            "The features are column 'Label'",
            Assert.Throws<ArgumentException>(() => fixture.Ml.AnomalyDetection.Trainers.Vae("Label").Fit(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_loaded_detector_gets_another_threshold_and_goes_back_into_a_pipeline()
    {
        IDataView rows = View(fixture.Ml, Rows(200, seed: 15));
        ITransformer loaded = Subjects.SaveAndLoad(Detector, fixture.Schema, out _);
        using VaeModel model = VaeModel.FromTransformer(loaded);
        using VaeModel moved = model.WithThreshold(ThresholdRule.AtRate(0.4));
        VaeAnomalyOptions columns = new() { PValueColumnName = "PValue", FeatureContributionsColumnName = "Reasons" };
        ITransformer again = moved.ToDetector(fixture.Ml, columns);
        using var disposable = (IDisposable)again;

        using VaeAnomalyTransformer expected = Detector.WithThreshold(ThresholdRule.AtRate(0.4));
        Dictionary<string, float[][]> scored = Table.Read(expected.Transform(rows));
        Table.AssertNear(scored, Table.Read(again.Transform(rows)));
        Table.AssertNear(scored, Table.Read(Subjects.SaveAndLoad(again, fixture.Schema, out _).Transform(rows)));
        using VaeModel found = VaeModel.FromTransformer(again);
        Assert.Equal(0.4, found.Threshold!.Contamination);
        Assert.Throws<ArgumentOutOfRangeException>(() => moved.ToDetector(fixture.Ml, inputKind: DataKind.Int32));
    }

    [Fact]
    public void Served_rows_that_change_are_noticed_without_training_anew()
    {
        ITransformer loaded = Subjects.SaveAndLoad(Detector, fixture.Schema, out _);
        using VaeModel model = VaeModel.FromTransformer(loaded);
        ScoreDriftMonitor monitor = model.CreateDriftMonitor(window: 100);
        foreach (float score in loaded.Transform(View(fixture.Ml, Rows(100, seed: 13))).GetColumn<float>("Score"))
        {
            monitor.Add(score);
        }

        Assert.True(monitor.Test().PValue > 0.001, $"{monitor.Test()}");
        Sheet[] changed = Rows(100, seed: 14);
        Array.ForEach(changed, row => row.Features[2] += 3);
        foreach (float score in loaded.Transform(View(fixture.Ml, changed)).GetColumn<float>("Score"))
        {
            monitor.Add(score);
        }

        Assert.True(monitor.Test() is { PValue: < 1e-6, HigherShare: > 0.5 }, $"{monitor.Test()}");
    }

    [Fact]
    public void A_rule_takes_the_place_of_Contamination_and_is_checked_before_training()
    {
        var progress = new CountedEpochs();
        VaeAnomalyOptions options = new()
        {
            Vae = Quick with { ValidationFraction = 0.5, Progress = progress },
            Score = AnomalyScore.NegativeElbo,
            Threshold = ThresholdRule.AtScore(7),
        };
        IDataView data = View(fixture.Ml, Rows(100));
        using VaeAnomalyTransformer fitted = fixture.Ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(data);
        AnomalyThreshold threshold = fitted.Threshold;
        Assert.Equal((7f, ThresholdSource.Given, 50L), (threshold.Score, threshold.Source, threshold.HeldOutRows));

        int epochs = progress.Count;
        VaeAnomalyEstimator strict = fixture.Ml.AnomalyDetection.Trainers
            .Vae("Features", options with { Threshold = ThresholdRule.AtMostRate(0.05) });
        string message = Assert.Throws<ArgumentException>(() => strict.Fit(data)).Message;
        Assert.Contains("needs 59 held-out rows, but there are 50", message, StringComparison.Ordinal);
        Assert.Equal(epochs, progress.Count);
    }

    [Fact]
    public void Folds_of_the_data_catalog_take_the_place_of_a_cross_validation()
    {
        Labelled[] rows =
            [.. Rows(240, seed: 11).Select((row, i) => new Labelled { Label = i % 12 == 0, Features = row.Features })];
        foreach (Labelled anomaly in rows.Where(row => row.Label))
        {
            anomaly.Features[0] -= 300;
        }

        IDataView data = fixture.Ml.Data.LoadFromEnumerable(rows);
        VaeAnomalyEstimator detector = fixture.Ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions
        {
            Vae = new() { HiddenLayers = [8], Epochs = 20, ValidationFraction = 0.2 },
        });
        double[] areas = [.. fixture.Ml.Data.CrossValidationSplit(data, numberOfFolds: 3).Select(fold =>
        {
            // Trained on what is known to be normal, tested on all.
            IDataView normal = fixture.Ml.Data.FilterByCustomPredicate<Labelled>(fold.TrainSet, row => row.Label);
            IDataView test = fixture.Ml.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single)
                .Fit(fold.TestSet)
                .Transform(fold.TestSet);
            using VaeAnomalyTransformer fitted = detector.Fit(normal);
            return fixture.Ml.AnomalyDetection.Evaluate(fitted.Transform(test)).AreaUnderRocCurve;
        })];

        Assert.Equal(3, areas.Length);
        Assert.All(areas, area => Assert.True(area > 0.95, $"{area}"));
    }

    private sealed class CountedEpochs : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public void Report(TrainingProgress value) => Count++;
    }

    private sealed class Detected
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float PValue { get; set; }

        public float[] Reasons { get; set; } = [];
    }

    private sealed class Leaking
    {
        public float Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Labelled
    {
        public bool Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
