using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
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
    public static (TrainedVae Detector, AnomalyScoreReport Report) Learn(
        TrainingResult training, RowMatrix rows, VaeAnomalyOptions options)
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
        };
        long trimmed = scoreRows.All.Length - training.ValidationRows.Length - training.Report.Summary.TrainingRows;
        return (detector, learned.Report with { TrimmedRows = trimmed });
    }
}
