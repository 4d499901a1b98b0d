using VaeTransforms.Anomaly;

namespace VaeTransforms;

/// <content>What only a model of an anomaly detector has.</content>
public sealed partial class VaeModel
{
    /// <summary>
    /// The score of the model. It is <see cref="AnomalyScore.NegativeElbo"/> for a model that was not trained as a detector.
    /// </summary>
    public AnomalyScore AnomalyScore => Trained.Scoring.Score;

    /// <summary>The score above which a row is anomalous; null for a model that was not trained as a detector.</summary>
    public AnomalyThreshold? Threshold => Trained.Threshold;

    /// <summary>Explains the score of a row: which slots raise it, and which values were expected in them.</summary>
    /// <param name="row">[D], all values finite.</param>
    /// <param name="top">The number of slots to name, from 1. Default: 3.</param>
    /// <param name="normalRows">
    /// [n], each [D]: rows to choose the counterfactual from. It is the nearest row whose score is not above the threshold.
    /// Default: null, which means that the counterfactual is the reconstruction.
    /// </param>
    /// <remarks>
    /// It costs as much as scoring about 3 D rows. The contributions are those of
    /// <c>VaeAnomalyOptions.FeatureContributionsColumnName</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">
    /// The length of a row is not D, a value is not finite, or D is above 4096.
    /// </exception>
    public AnomalyExplanation Explain(float[] row, int top = 3, IReadOnlyList<float[]>? normalRows = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        CheckRow(row);
        CheckRows(normalRows ?? []);
        return RowExplainer.Explain(_scorer, row, top, normalRows ?? []);
    }

    /// <summary>The same detector with another threshold. It needs no training.</summary>
    /// <param name="rule">The rule for the threshold.</param>
    /// <returns>A new model with its own sessions. This model does not change.</returns>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">There are too few held-out rows for the rule.</exception>
    public VaeModel WithThreshold(ThresholdRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new VaeModel(Trained.WithThreshold(rule));
    }

    /// <summary>Creates a monitor that compares the scores of new rows with those of the held-out rows.</summary>
    /// <param name="window">The number of latest scores to compare, from 10. Default: 200.</param>
    /// <returns>A monitor. It does not need this model any more.</returns>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">There are fewer than 10 held-out rows, or the window is smaller than 10.</exception>
    public ScoreDriftMonitor CreateDriftMonitor(int window = 200) => new(Trained.RequireCalibration().Scores, window);
}
