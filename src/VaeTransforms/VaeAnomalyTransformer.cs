using VaeTransforms.Data;

namespace VaeTransforms;

/// <summary>
/// A trained anomaly detector that adds <c>Score</c> and <c>PredictedLabel</c>. Saved, it becomes a chain of stock ML.NET
/// transformers; <c>mlContext.Model.Load</c> reads it where VaeTransforms.dll is present, without libtorch.
/// </summary>
public sealed class VaeAnomalyTransformer : FittedVae
{
    internal VaeAnomalyTransformer(VaeMapping mapping, TrainingReport report, AnomalyThreshold threshold)
        : base(mapping, report) => Threshold = threshold;

    /// <summary>The score above which <c>PredictedLabel</c> is true.</summary>
    public AnomalyThreshold Threshold { get; }
}
