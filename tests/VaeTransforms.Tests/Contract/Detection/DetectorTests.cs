using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>Scores, p-values and labels of a detector, fitted, saved and loaded.</summary>
[Collection(DetectorFixture.Collection)]
public sealed class DetectorTests(DetectorFixture fixture)
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
    public void Single_rows_and_batches_give_the_same_values()
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
    public void P_values_of_normal_new_rows_are_uniform()
    {
        Dictionary<string, float[][]> scored = Table.Read(Detector.Transform(View(fixture.Ml, Rows(4000, seed: 5))));
        float[] p = [.. scored["PValue"].Select(value => value[0]).Order()];

        // Two-sample Kolmogorov-Smirnov test of 600 and 4,000 rows: above 1.95 sqrt(1/600 + 1/4000) once in a thousand.
        Assert.True(p.Select((value, i) => Math.Abs(value - ((i + 0.5) / p.Length))).Max() < 0.086);
        Assert.InRange(p[0], 1 / 601f - 1e-6f, 1);
    }

    [Theory]
    [InlineData(1e15f)]
    [InlineData(-1e30f)]
    [InlineData(float.MaxValue)]
    public void A_huge_value_has_a_finite_score_and_is_an_anomaly(float value)
    {
        Sheet[] rows = Rows(2, seed: 12);
        rows[1].Features[5] = value;
        rows[1].Features[6] = -value;
        Dictionary<string, float[][]> scored = Table.Read(Detector.Transform(View(fixture.Ml, rows)));

        Assert.All(scored["Score"], score => Assert.True(float.IsFinite(score[0])));
        Assert.Equal(1, scored["PredictedLabel"][1][0]);
        Assert.Equal(1 / 601f, scored["PValue"][1][0], 1e-6f);
        Assert.True(scored["Score"][1][0] > scored["Score"][0][0]);
    }

    [Fact]
    public void The_drift_monitor_detects_that_rows_changed()
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
    public void Folds_of_CrossValidationSplit_can_be_fitted_and_evaluated()
    {
        Labeled[] rows =
            [.. Rows(240, seed: 11).Select((row, i) => new Labeled { Label = i % 12 == 0, Features = row.Features })];
        foreach (Labeled anomaly in rows.Where(row => row.Label))
        {
            anomaly.Features[0] -= 300;
        }

        IDataView data = fixture.Ml.Data.LoadFromEnumerable(rows);
        VaeOptions quick = new() { HiddenLayers = [8], Epochs = 20, ValidationFraction = 0.2 };
        var detector = fixture.Ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions { Vae = quick });
        var toNumber = fixture.Ml.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single);
        double[] areas = [.. fixture.Ml.Data.CrossValidationSplit(data, numberOfFolds: 3).Select(fold =>
        {
            // Trained on the rows that are normal, tested on all rows.
            IDataView normal = fixture.Ml.Data.FilterByCustomPredicate<Labeled>(fold.TrainSet, row => row.Label);
            IDataView test = toNumber.Fit(fold.TestSet).Transform(fold.TestSet);
            using VaeAnomalyTransformer fitted = detector.Fit(normal);
            return fixture.Ml.AnomalyDetection.Evaluate(fitted.Transform(test)).AreaUnderRocCurve;
        })];

        Assert.Equal(3, areas.Length);
        Assert.All(areas, area => Assert.True(area > 0.95, $"{area}"));
    }

    private sealed class Detected
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float PValue { get; set; }

        public float[] Reasons { get; set; } = [];
    }

    private sealed class Labeled
    {
        public bool Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
