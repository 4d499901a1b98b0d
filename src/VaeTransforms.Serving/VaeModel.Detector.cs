using Microsoft.ML;
using VaeTransforms.Anomaly;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;

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

    /// <summary>Explains the score of a row: which columns raise it, and which values were expected in them.</summary>
    /// <param name="row">[D]. Values may be missing, NaN, if training allowed it; none may be infinite.</param>
    /// <param name="top">The number of columns to name, from 1. Default: 3.</param>
    /// <param name="normalRows">
    /// [n], each [D]: rows to choose the counterfactual from. It is the nearest row whose score is not above the threshold.
    /// Default: null, which means that the counterfactual is the reconstruction.
    /// </param>
    /// <remarks>
    /// It costs as much as scoring about 3 rows for each column. The contributions are those of
    /// <c>VaeAnomalyOptions.FeatureContributionsColumnName</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">
    /// The length of a row is not D, a value cannot be scored, or there are more than 4096 columns.
    /// </exception>
    public AnomalyExplanation Explain(float[] row, int top = 3, IReadOnlyList<float[]>? normalRows = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        CheckRow(row);
        CheckRows(normalRows ?? []);
        return RowExplainer.Explain(_scorer, row, "The row", top, normalRows ?? []);
    }

    /// <summary>Explains the score of each row of a view, such as a table's.</summary>
    /// <param name="data">The rows. Few, since each costs as much as scoring about 3 rows for each column.</param>
    /// <param name="top">The number of columns to name, from 1. Default: 3.</param>
    /// <param name="inputColumnName">The column to read. Default: null, the columns that the model was trained on.</param>
    /// <returns>An explanation for each row, in the view's order. Counterfactuals are reconstructions.</returns>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or does not fit, a value cannot be scored, or there are more than 4096 columns.
    /// </exception>
    public IReadOnlyList<AnomalyExplanation> Explain(IDataView data, int top = 3, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        IRowInputs inputs = ModelInputs.Find(data.Schema, Trained, inputColumnName);
        using DataViewRowCursor cursor = data.GetRowCursor(inputs.Columns);
        RowReader reader = inputs.CreateReader(cursor);
        var row = new float[inputs.Size];
        var explanations = new List<AnomalyExplanation>();
        while (cursor.MoveNext())
        {
            reader.Read(row);
            explanations.Add(RowExplainer.Explain(_scorer, row, $"Row {OptionRule.Text(explanations.Count)}", top, []));
        }

        return explanations;
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

    /// <summary>Shows where rows are odd: the column <c>VaeAnomalyOptions.AnomalyMapColumnName</c> without a pipeline.</summary>
    /// <param name="rows">[n], each [D], in the input's own units.</param>
    /// <returns>
    /// [n], each [D]: -ln of the share of held-out values that are odder, in nats; higher is more anomalous. Each channel of a
    /// pixel has the value of the pixel.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model was fitted without a map.</exception>
    /// <exception cref="ArgumentException">The length of a row is not D, or a value cannot be scored.</exception>
    public float[][] AnomalyMaps(IReadOnlyList<float[]> rows)
    {
        if (Trained.Map is null)
        {
            throw new InvalidOperationException(
                "The model has learned no map. Set AnomalyMapColumnName of VaeAnomalyOptions when you fit.");
        }

        return Compute(rows, VaeOutputs.AnomalyMap);
    }

    /// <summary>Creates a monitor that compares the scores of new rows with those of the held-out rows.</summary>
    /// <param name="window">The number of latest scores to compare, from 10. Default: 200.</param>
    /// <returns>A monitor. It does not need this model any more.</returns>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">There are fewer than 10 held-out rows, or the window is smaller than 10.</exception>
    public ScoreDriftMonitor CreateDriftMonitor(int window = 200) => new(Trained.RequireCalibration().Scores, window);
}
