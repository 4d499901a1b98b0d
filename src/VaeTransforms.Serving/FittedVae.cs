using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>A trained variational autoencoder in a pipeline: what <see cref="VaeTransformer"/> and <see cref="VaeAnomalyTransformer"/> share.</summary>
/// <remarks>Thread-safe. It owns ONNX Runtime sessions: dispose it, or the chain that holds it, when done.</remarks>
public abstract class FittedVae : ITransformer, IDisposable
{
    private readonly VaeMapping _mapping;

    private protected FittedVae(VaeMapping mapping, TrainingReport report)
    {
        _mapping = mapping;
        Report = report;
        Model = new VaeModel(mapping.Model);
    }

    /// <summary>The model, for use without a pipeline; it is disposed with this transformer.</summary>
    public VaeModel Model { get; }

    /// <summary>How training went.</summary>
    public TrainingReport Report { get; }

    private protected VaeMapping Mapping => _mapping;

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
        GC.SuppressFinalize(this);
    }
}
