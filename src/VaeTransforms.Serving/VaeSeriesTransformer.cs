using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Anomaly;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// A trained detector of anomalies in series. It adds a vector of three Doubles to each point: alert, raw score and p-value.
/// </summary>
/// <remarks>
/// <para>
/// A point is scored with the points before it, so rows must be read in time order, and all of them. Each cursor starts without
/// points before. A <c>PredictionEngine</c> is a stream: each call of <c>Predict</c> is the next point.
/// </para>
/// <para>
/// It is saved as a chain of stock ML.NET transformers. <c>mlContext.Model.Load</c> loads the chain in any application that
/// references VaeTransforms.Serving, which contains the code that makes windows. It does not need libtorch.
/// </para>
/// It is thread-safe. It owns ONNX Runtime sessions, so dispose it when done.
/// </remarks>
public sealed class VaeSeriesTransformer : ITransformer, IDisposable
{
    private readonly VaeMapping _mapping;
    private readonly Surroundings _surroundings;
    private readonly ITransformer _chain;

    internal VaeSeriesTransformer(
        VaeMapping mapping, Surroundings surroundings, TrainingReport report, AnomalyScoreReport scoreReport)
    {
        _mapping = mapping;
        _surroundings = surroundings;
        _chain = surroundings.Around(new ModelTransformer(mapping));
        Report = report;
        ScoreReport = scoreReport;
        Model = new VaeModel(mapping.Model);
    }

    /// <summary>
    /// The model of windows, for use without a pipeline. Its rows are windows, [columns · window]: one column after the other,
    /// the oldest value of each first. It is disposed with this transformer.
    /// </summary>
    public VaeModel Model { get; }

    /// <summary>The course of training.</summary>
    public TrainingReport Report { get; }

    /// <summary>The score, and what it learned from the training windows.</summary>
    public AnomalyScoreReport ScoreReport { get; }

    /// <summary>The score above which a point is an anomaly.</summary>
    public AnomalyThreshold Threshold => Model.Threshold!;

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or it has another type than in training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A column is missing, or it has another type than in training. While rows are read: the times of a series do not increase,
    /// or have a gap.
    /// </exception>
    public IDataView Transform(IDataView input) => _chain.Transform(input);

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        _chain.GetRowToRowMapper(inputSchema);

    /// <summary>
    /// The windows that <see cref="Model"/> reads, for those of its members and of <c>LatentSpace</c> that take a view.
    /// </summary>
    /// <param name="data">A view of points, with the input columns of this transformer.</param>
    /// <returns>A view with the window that ends at each point; NaN where there are too few points before it.</returns>
    /// <exception cref="ArgumentException">A column is missing, or it has another type than in training.</exception>
    public IDataView ToModelInput(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return _surroundings.Before.Transform(data);
    }

    /// <summary>Starts to score points as they come. The results are those of <see cref="Transform"/>.</summary>
    /// <returns>An engine for one series. It works until this transformer is disposed.</returns>
    public VaeSeriesEngine CreateSeriesEngine() => Model.CreateSeriesEngine();

    /// <summary>The same detector with another threshold. It needs no training.</summary>
    /// <param name="rule">The rule for the threshold.</param>
    /// <returns>A new transformer with its own sessions. This transformer does not change.</returns>
    /// <exception cref="ArgumentException">There are too few held-out windows for the rule.</exception>
    public VaeSeriesTransformer WithThreshold(ThresholdRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new VaeSeriesTransformer(
            _mapping.With(Model.Trained.WithThreshold(rule)), _surroundings, Report, ScoreReport);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);

    /// <summary>
    /// Releases the sessions. Views and engines that were created from the transformer fail afterwards.
    /// </summary>
    public void Dispose()
    {
        Model.Dispose();
        _mapping.Dispose();
    }
}
