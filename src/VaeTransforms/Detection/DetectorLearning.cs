using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pictures;
using VaeTransforms.Training;

namespace VaeTransforms.Detection;

/// <summary>
/// Makes an anomaly detector of a trained network: its score, its calibration and its threshold. Labels are not used.
/// </summary>
internal static class DetectorLearning
{
    /// <summary>Learns from the rows that the network was fitted on.</summary>
    /// <param name="training">The network, and which rows were held out.</param>
    /// <param name="rows">All rows, in the input's own units; at least 3.</param>
    /// <param name="options">What to score by, and where the threshold is.</param>
    /// <param name="axes">The size of each axis of a row, for a map of anomalies.</param>
    public static (TrainedVae Detector, AnomalyScoreReport Report) Learn(
        TrainingResult training, RowMatrix rows, VaeAnomalyOptions options, IReadOnlyList<int> axes)
    {
        long[] heldOut = HeldOutRows.Part(training.Split, training.Model.Training.Seed);
        TrainedVae model = training.Model with
        {
            SlotCenters = HeldOutRows.Centers(training.Model, rows, training.Split, heldOut),
        };
        var scoreRows = new ScoreRows(model, rows, training.Split);
        ScoreLearning learned = options.Score.Learn(scoreRows);
        TrainedVae scored = model with { Scoring = new LearnedScore(options.Score, learned.Arrays) };
        AnomalyCalibration calibration = HeldOutRows.Calibrate(scored, scoreRows, heldOut);
        TrainedVae detector = scored with
        {
            Calibration = calibration,
            Threshold = options.ThresholdRule.Apply(calibration),
            NaNPolicy = options.NaNPolicy,
            Map = options.AnomalyMapColumnName is null ? null : Map(model, scoreRows, axes),
        };
        long trimmed = scoreRows.All.Length - training.ValidationRows.Length - training.Split.Training.Length;
        return (detector, learned.Report with { TrimmedRows = trimmed });
    }

    private static LearnedMap Map(TrainedVae model, ScoreRows rows, IReadOnlyList<int> axes)
    {
        var map = new AnomalyMap(PictureShape.Of(model.Architecture, axes));
        return new LearnedMap(map, map.Learn(rows));
    }
}
