using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Data;

namespace VaeTransforms;

/// <summary>
/// A trained variational autoencoder in a pipeline. Saved, it becomes a chain of stock ML.NET transformers, which
/// <c>mlContext.Model.Load</c> reads where neither this library nor libtorch is installed; only scalar columns still
/// need VaeTransforms.dll there.
/// </summary>
/// <remarks>Thread-safe. It owns ONNX Runtime sessions: dispose it, or the chain that holds it, when done.</remarks>
public sealed class VaeTransformer : ITransformer, IDisposable
{
    private readonly VaeMapping _mapping;

    internal VaeTransformer(VaeMapping mapping, TrainingReport report)
    {
        _mapping = mapping;
        Report = report;
        Model = new VaeModel(mapping.Model);
    }

    /// <summary>The model, for use without a pipeline; it is disposed with this transformer.</summary>
    public VaeModel Model { get; }

    /// <summary>How training went.</summary>
    public TrainingReport Report { get; }

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
