using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Scoring;

namespace VaeTransforms.Data;

/// <summary>A trained model that reads one column and adds others: what both transformers are.</summary>
/// <param name="model">The model.</param>
/// <param name="itemType">Single or Double: what the input column held when it was trained on.</param>
/// <param name="columns">What it adds.</param>
internal sealed class VaeMapping(TrainedVae model, PrimitiveDataViewType itemType, OutputColumns columns) : IDisposable
{
    private readonly VaeScorer _scorer = new(model);

    public TrainedVae Model => model;

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
        using TransformerChain<ITransformer> chain = StockChain.Create(model, itemType, columns);
        ((ICanSaveModel)chain).Save(context);
    }

    public void Dispose() => _scorer.Dispose();

    private VaeBinding Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn features = FeatureColumn.Find(inputSchema, model.InputColumnName, model.Architecture.InputSize, itemType);
        return new VaeBinding(inputSchema, features, columns, _scorer, model.Threshold?.Score);
    }
}
