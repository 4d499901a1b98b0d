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
    private readonly ITransformer _transformer;

    /// <param name="mapping">The model and the columns that it adds.</param>
    /// <param name="report">The course of training.</param>
    /// <param name="surroundings">The transformers before and behind it; null for the mapping alone.</param>
    private protected FittedVae(VaeMapping mapping, TrainingReport report, Surroundings? surroundings = null)
    {
        _mapping = mapping;
        _transformer = surroundings?.Around(mapping) ?? mapping;
        Surroundings = surroundings;
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

    private protected Surroundings? Surroundings { get; }

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

    /// <summary>
    /// The columns that <see cref="Model"/> reads, for those of its members and of <c>LatentSpace</c> that take a view: of a
    /// column of images, their pixels.
    /// </summary>
    /// <param name="data">A view with the input columns of this transformer.</param>
    /// <returns>A view with the columns besides; the view itself where the model reads its columns as they are.</returns>
    /// <exception cref="ArgumentException">The input column is missing, or it differs from the one in training.</exception>
    public IDataView ToModelInput(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Surroundings?.Before.Transform(data) ?? data;
    }

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
