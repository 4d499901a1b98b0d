using VaeTransforms.Anomaly;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// A trained anomaly detector that adds <c>Score</c> and <c>PredictedLabel</c>. Saved, it becomes a chain of stock ML.NET
/// transformers; <c>mlContext.Model.Load</c> reads it where VaeTransforms.dll is present, without libtorch.
/// </summary>
public sealed class VaeAnomalyTransformer : FittedVae
{
    internal VaeAnomalyTransformer(VaeMapping mapping, TrainingReport report, AnomalyScoreReport scoreReport)
        : base(mapping, report) => ScoreReport = scoreReport;

    /// <summary>What rows are scored by, and what it learned from the rows trained on.</summary>
    public AnomalyScoreReport ScoreReport { get; }

    /// <summary>The score above which <c>PredictedLabel</c> is true.</summary>
    public AnomalyThreshold Threshold => Model.Threshold!;

    /// <inheritdoc cref="VaeModel.Explain"/>
    public AnomalyExplanation Explain(float[] row, int top = 3, IReadOnlyList<float[]>? normalRows = null) =>
        Model.Explain(row, top, normalRows);

    /// <summary>The same detector with its threshold elsewhere, without training.</summary>
    /// <param name="rule">Where.</param>
    /// <returns>A transformer with sessions of its own; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">There are too few held-out rows for the rule.</exception>
    public VaeAnomalyTransformer WithThreshold(ThresholdRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new VaeAnomalyTransformer(Mapping.With(Model.Trained.WithThreshold(rule)), Report, ScoreReport);
    }
}
