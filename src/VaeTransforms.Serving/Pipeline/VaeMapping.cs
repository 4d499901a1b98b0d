using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using VaeTransforms.Model;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>A trained model that reads one column and adds others. Both transformers are built on it.</summary>
/// <param name="environment">The environment of the context that it was fitted with.</param>
/// <param name="model">The model.</param>
/// <param name="itemType">The type of the values that the model was trained on, Single or Double.</param>
/// <param name="columns">The columns to add.</param>
/// <param name="reorderSlots">Whether slots of the column are found by their names.</param>
internal sealed class VaeMapping(
    IHostEnvironment environment,
    TrainedVae model,
    PrimitiveDataViewType itemType,
    OutputColumns columns,
    bool reorderSlots = false) : ITransformer, IDisposable
{
    private readonly TrainedVae _model = model with
    {
        Place = columns.Place with { ReadsDoubles = itemType.RawType == typeof(double), ReordersSlots = reorderSlots },
    };

    private readonly VaeScorer _scorer = new(model, OwnerOf(model));
    private bool _disposed;

    /// <summary>The model, with its place in a pipeline.</summary>
    public TrainedVae Model => _model;

    public bool IsRowToRowMapper => true;

    /// <summary>A mapping as it was when the model was fitted.</summary>
    /// <param name="environment">The environment of the context that it will be used in.</param>
    /// <param name="model">A model with its place in a pipeline.</param>
    public static VaeMapping Of(IHostEnvironment environment, TrainedVae model)
    {
        PipelinePlace place = model.Place!;
        return new VaeMapping(
            environment,
            model,
            place.ItemType,
            OutputColumns.Of(model.InputColumnNames, place),
            place.ReordersSlots);
    }

    /// <summary>A mapping with the same columns and another model. It has its own sessions.</summary>
    public VaeMapping With(TrainedVae other)
    {
        CheckDisposed();
        return new VaeMapping(environment, other, itemType, columns, reorderSlots);
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        OnnxConversion.Refuse(_scorer.Owner switch
        {
            nameof(VaeSeriesTransformer) => "VaeDetectAnomalies",
            nameof(VaeAnomalyTransformer) => "AnomalyDetection.Trainers.Vae",
            _ => "VaeEncode",
        });
        return new VaeDataView(input, Bind(input.Schema), VaeScorer.PreferredBatchSize(model.Architecture));
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new VaeRowMapper(Bind(inputSchema));

    /// <summary>The model with the columns of a schema.</summary>
    /// <exception cref="ArgumentException">They do not fit the model.</exception>
    public VaeBinding Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckDisposed();
        IRowInputs inputs = ModelInputs.Find(inputSchema, model, itemType: itemType, reorderSlots: reorderSlots);
        return new VaeBinding(inputSchema, inputs, columns, _scorer, model.Threshold?.Score);
    }

    /// <summary>Saves stock components that compute the same, because ML.NET's loader finds no others.</summary>
    public void Save(ModelSaveContext ctx)
    {
        CheckDisposed();
        using var chain = new StockChain(_model, itemType, columns, MlEnvironment.TemporaryFolder(environment));
        chain.Save(ctx);
    }

    public void Dispose()
    {
        _disposed = true;
        _scorer.Dispose();
    }

    private void CheckDisposed() => DisposedOwner.ThrowIf(_disposed, _scorer.Owner);

    private static string OwnerOf(TrainedVae model) => model switch
    {
        { Series: not null } => nameof(VaeSeriesTransformer),
        { IsDetector: true } => nameof(VaeAnomalyTransformer),
        _ => nameof(VaeTransformer),
    };
}
