using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>Thresholds that are set by a rule, and moved without training.</summary>
[Collection(DetectorFixture.Collection)]
public sealed class DetectorThresholdTests(DetectorFixture fixture)
{
    private VaeAnomalyTransformer Detector => fixture.Detector;

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.02)]
    [InlineData(0.0005)]
    public void A_threshold_is_moved_without_training_and_is_saved(double rate)
    {
        IDataView rows = View(fixture.Ml, Rows(2000, seed: 6));
        float before = Detector.Threshold.Score;
        using VaeAnomalyTransformer moved = Detector.WithThreshold(ThresholdRule.AtRate(rate));
        ITransformer loaded = Subjects.SaveAndLoad(moved, fixture.Schema, out _);
        Dictionary<string, float[][]> scored = Table.Read(moved.Transform(rows));

        Table.AssertNear(scored, Table.Read(loaded.Transform(rows)));
        Assert.Equal(before, Detector.Threshold.Score);
        Assert.Equal(rate, moved.Threshold.Contamination);

        // The rate on new rows is in the confidence interval (0.9999) that the held-out rows give.
        RateInterval interval = moved.Threshold.FalsePositiveRate(0.9999);
        Assert.InRange(scored["PredictedLabel"].Average(label => label[0]), interval.Lower, interval.Upper);

        using VaeModel model = VaeModel.FromTransformer(loaded);
        Assert.Equal(moved.Threshold, model.Threshold);
        using VaeModel back = model.WithThreshold(ThresholdRule.AtRate(0.1));
        Assert.Equal(Detector.Threshold, back.Threshold);
    }

    [Fact]
    public void The_threshold_of_a_loaded_detector_can_be_moved_and_saved_again()
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
    }

    [Fact]
    public void A_rule_replaces_Contamination_and_is_checked_before_training()
    {
        var progress = new EpochListener();
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

        int epochs = progress.Seen.Count;
        VaeAnomalyOptions strict = options with { Threshold = ThresholdRule.AtMostRate(0.05) };
        Assert.Throws<ArgumentException>(() => fixture.Ml.AnomalyDetection.Trainers.Vae("Features", strict).Fit(data));
        Assert.Equal(epochs, progress.Seen.Count);
    }
}
