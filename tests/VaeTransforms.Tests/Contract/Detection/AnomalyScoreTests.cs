using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Formulas;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>Detectors with each score, transformed, used row by row, and saved.</summary>
public sealed class AnomalyScoreTests
{
    public static TheoryData<AnomalyScore> Scores => new(EveryFormula.Made<AnomalyScore>());

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_loaded_detector_and_a_prediction_engine_give_the_same_scores(AnomalyScore score)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(120));
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions
        {
            Vae = new() { LatentDimension = 3, HiddenLayers = [16], Epochs = 3, BatchSize = 32, ValidationFraction = 0.2 },
            Score = score,
        }).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(detector, data.Schema, out _);
        Sheet[] fresh = Rows(50, seed: 9);
        IDataView view = View(ml, fresh);
        float[] scores = [.. detector.Transform(view).GetColumn<float>("Score")];
        bool[] labels = [.. detector.Transform(view).GetColumn<bool>("PredictedLabel")];

        using PredictionEngine<Sheet, Prediction> engine =
            ml.Model.CreatePredictionEngine<Sheet, Prediction>(loaded, data.Schema);
        for (int i = 0; i < fresh.Length; i++)
        {
            Prediction served = engine.Predict(fresh[i]);
            Table.AssertNear([scores[i]], [served.Score], $"score of row {i}");
            Assert.Equal(labels[i], served.PredictedLabel);
            Table.AssertNear([scores[i]], [detector.Model.Score(fresh[i].Features)], $"the model's score of row {i}");
        }

        Table.AssertNear(scores, [.. loaded.Transform(view).GetColumn<float>("Score")], "scores of the loaded pipeline");
        Assert.Equal(score, VaeModel.FromTransformer(loaded).AnomalyScore);
        Assert.Equal(score, detector.ScoreReport.Score);
        Assert.All(scores, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Trimmed_rows_are_not_trained_on_and_the_held_out_rows_stay()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        var options = new VaeAnomalyOptions
        {
            Vae = new() { LatentDimension = 3, HiddenLayers = [16], Epochs = 3, ValidationFraction = 0.2 },
        };
        VaeAnomalyOptions trimming = options with { TrimmedShare = 0.25 };

        using VaeAnomalyTransformer all = ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(data);
        using VaeAnomalyTransformer trimmed = ml.AnomalyDetection.Trainers.Vae("Features", trimming).Fit(data);

        Assert.Equal((80, 20), (all.Report.Summary.TrainingRows, all.Report.Summary.ValidationRows));
        Assert.Equal((60, 20), (trimmed.Report.Summary.TrainingRows, trimmed.Report.Summary.ValidationRows));
        Assert.Equal((0, 20), (all.ScoreReport.TrimmedRows, trimmed.ScoreReport.TrimmedRows));
        Assert.Contains("20 rows", trimmed.ScoreReport.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { TrimmedShare = 0.6 });
    }

    private sealed class Prediction
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
