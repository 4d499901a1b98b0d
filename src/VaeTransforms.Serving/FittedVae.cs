using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// A trained variational autoencoder as a transformer of a pipeline. <see cref="VaeTransformer"/> and
/// <see cref="VaeAnomalyTransformer"/> derive from it.
/// </summary>
/// <remarks>It is thread-safe. It owns ONNX Runtime sessions, so dispose it, or the chain that contains it, when done.</remarks>
public abstract class FittedVae : ITransformer, IDisposable
{
    private readonly VaeMapping _mapping;
    private readonly Func<VaeMapping, ITransformer>? _around;
    private readonly ITransformer _transformer;

    /// <param name="mapping">The model and the columns that it adds.</param>
    /// <param name="report">The course of training.</param>
    /// <param name="around">
    /// Makes a chain of the mapping and transformers before and behind it; null for the mapping alone.
    /// </param>
    private protected FittedVae(VaeMapping mapping, TrainingReport report, Func<VaeMapping, ITransformer>? around = null)
    {
        _mapping = mapping;
        _around = around;
        _transformer = around is null ? mapping : around(mapping);
        Report = report;
        Model = new VaeModel(mapping.Model);
    }

    /// <summary>The model, for use without a pipeline. It is disposed with this transformer.</summary>
    public VaeModel Model { get; }

    /// <summary>The course of training.</summary>
    public TrainingReport Report { get; }

    /// <summary>What does the work: the model alone, or a chain with the model and transformers before and behind it.</summary>
    internal ITransformer Inner => _transformer;

    private protected VaeMapping Mapping => _mapping;

    private protected Func<VaeMapping, ITransformer>? Around => _around;

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing, or it differs from the one in training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _transformer.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing, or it differs from the one in training.</exception>
    public IDataView Transform(IDataView input) => _transformer.Transform(input);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing, or it differs from the one in training.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => _transformer.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => _transformer.Save(ctx);

    /// <summary>
    /// Releases the sessions. Views and prediction engines that were created from the transformer fail afterwards.
    /// </summary>
    public void Dispose()
    {
        Model.Dispose();
        (_transformer as IDisposable)?.Dispose();
        _mapping.Dispose();
        GC.SuppressFinalize(this);
    }
}
