using VaeTransforms.Model;

namespace VaeTransforms.Anomaly;

/// <summary>What a model provides if it was trained as a detector.</summary>
internal static class DetectorModel
{
    /// <summary>What was learned from the held-out rows.</summary>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    public static AnomalyCalibration RequireCalibration(this TrainedVae model) => model.Calibration
        ?? throw new InvalidOperationException(
            "The model was not trained as an anomaly detector. Train it with mlContext.AnomalyDetection.Trainers.Vae.");

    /// <summary>The same model with another threshold.</summary>
    public static TrainedVae WithThreshold(this TrainedVae model, ThresholdRule rule) =>
        model with { Threshold = rule.Apply(model.RequireCalibration()) };
}
