using Microsoft.ML;
using VaeTransforms.Anomaly;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// A trained anomaly detector. It adds <c>Score</c> and <c>PredictedLabel</c>, and the columns that the options name.
/// </summary>
/// <remarks>
/// It is saved as a chain of stock ML.NET transformers. <c>mlContext.Model.Load</c> loads the chain in any application that
/// references VaeTransforms.Serving. It does not need libtorch.
/// </remarks>
public sealed class VaeAnomalyTransformer : FittedVae
{
    internal VaeAnomalyTransformer(
        VaeMapping mapping,
        TrainingReport report,
        AnomalyScoreReport scoreReport,
        Surroundings? surroundings = null)
        : base(mapping, report, surroundings) => ScoreReport = scoreReport;

    /// <summary>The score, and what it learned from the training rows.</summary>
    public AnomalyScoreReport ScoreReport { get; }

    /// <summary>The score above which <c>PredictedLabel</c> is true.</summary>
    public AnomalyThreshold Threshold => Model.Threshold!;

    /// <inheritdoc cref="VaeModel.Explain(float[], int, IReadOnlyList{float[]})"/>
    public AnomalyExplanation Explain(float[] row, int top = 3, IReadOnlyList<float[]>? normalRows = null) =>
        Model.Explain(row, top, normalRows);

    /// <inheritdoc cref="VaeModel.Explain(IDataView, int, string)"/>
    public IReadOnlyList<AnomalyExplanation> Explain(IDataView data, int top = 3) =>
        Model.Explain(ToModelInput(data), top);

    /// <summary>The same detector with another threshold. It needs no training.</summary>
    /// <param name="rule">The rule for the threshold.</param>
    /// <returns>A new transformer with its own sessions. This transformer does not change.</returns>
    /// <exception cref="ArgumentException">There are too few held-out rows for the rule.</exception>
    public VaeAnomalyTransformer WithThreshold(ThresholdRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new VaeAnomalyTransformer(Mapping.With(Model.Trained.WithThreshold(rule)), Report, ScoreReport, Surroundings);
    }
}
