using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using VaeTransforms.Model;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>A trained model that reads one column and adds others: what both transformers are.</summary>
/// <param name="environment">Of the context that it was fitted with.</param>
/// <param name="model">The model.</param>
/// <param name="itemType">Single or Double: what the input column held when it was trained on.</param>
/// <param name="columns">What it adds.</param>
internal sealed class VaeMapping(
    IHostEnvironment environment, TrainedVae model, PrimitiveDataViewType itemType, OutputColumns columns) : IDisposable
{
    private readonly VaeScorer _scorer = new(model);
    private bool _disposed;

    public TrainedVae Model => model;

    /// <summary>The same columns from another model, with sessions of its own.</summary>
    public VaeMapping With(TrainedVae other)
    {
        CheckDisposed();
        return new VaeMapping(environment, other, itemType, columns);
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new VaeDataView(input, Bind(input.Schema), VaeScorer.PreferredBatchSize(model.Architecture));
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new VaeRowMapper(Bind(inputSchema));

    /// <summary>Writes stock components that do the same; ML.NET's loader knows no others.</summary>
    public void Save(ModelSaveContext context)
    {
        CheckDisposed();
        using var chain = new StockChain(model, itemType, columns, MlEnvironment.TemporaryFolder(environment));
        chain.Save(context);
    }

    public void Dispose()
    {
        _disposed = true;
        _scorer.Dispose();
    }

    private VaeBinding Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckDisposed();
        FeatureColumn features = FeatureColumn.Find(inputSchema, model.InputColumnName, model.Architecture.InputSize, itemType);
        return new VaeBinding(inputSchema, features, columns, _scorer, model.Threshold?.Score);
    }

    private void CheckDisposed()
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(
                objectName: null,
                "The VAE transformer is disposed. Dispose it after its last use; a PredictionEngine made from it disposes it too, "
                + "unless PredictionEngineOptions.OwnsTransformer is false.");
        }
    }
}
