using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Data;

namespace VaeTransforms;

/// <summary>
/// A trained anomaly detector in a pipeline. Saved, it becomes a chain of stock ML.NET transformers;
/// <c>mlContext.Model.Load</c> reads it where VaeTransforms.dll is present, without libtorch.
/// </summary>
/// <remarks>Thread-safe. It owns ONNX Runtime sessions: dispose it, or the chain that holds it, when done.</remarks>
public sealed class VaeAnomalyTransformer : ITransformer, IDisposable
{
    private readonly VaeMapping _mapping;

    internal VaeAnomalyTransformer(VaeMapping mapping, TrainingReport report, AnomalyThreshold threshold)
    {
        _mapping = mapping;
        Report = report;
        Threshold = threshold;
        Model = new VaeModel(mapping.Model);
    }

    /// <summary>The model, for use without a pipeline; it is disposed with this transformer.</summary>
    public VaeModel Model { get; }

    /// <summary>How training went.</summary>
    public TrainingReport Report { get; }

    /// <summary>The score above which <c>PredictedLabel</c> is true.</summary>
    public AnomalyThreshold Threshold { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing or differs from the one trained on.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapping.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing or differs from the one trained on.</exception>
    public IDataView Transform(IDataView input) => _mapping.Transform(input);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing or differs from the one trained on.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => _mapping.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => _mapping.Save(ctx);

    /// <summary>Releases the model's sessions. What was made from the transformer fails from now on.</summary>
    public void Dispose()
    {
        Model.Dispose();
        _mapping.Dispose();
    }
}
