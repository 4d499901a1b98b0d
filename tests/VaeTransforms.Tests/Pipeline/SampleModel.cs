using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using VaeTransforms.Scoring;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>A model with random weights, as a minimal transformer.</summary>
internal sealed class SampleModel : ITransformer, IEstimator<SampleModel>, IDisposable
{
    public const float Threshold = 8;

    private readonly VaeScorer _scorer;
    private readonly OutputColumns _columns;
    private readonly int _batchRows;

    public SampleModel(int batchRows = 64, string latentName = "Latent", bool wide = false)
    {
        // Batches of the wide network have several parts if there are several processors.
        _scorer = new VaeScorer(TestModels.Random(wide
            ? TestModels.Architecture(SampleRow.FeatureCount, hiddenLayers: [512, 512])
            : TestModels.Architecture(SampleRow.FeatureCount)));
        _batchRows = batchRows;
        _columns = new OutputColumns(
            ["Features"],
            OutputColumn.Of(latentName, VaeOutputs.Mean),
            [
                OutputColumn.Of("Reconstruction", VaeOutputs.Reconstruction),
                OutputColumn.Of("Score", VaeOutputs.Score),
                OutputColumn.PredictedLabel("PredictedLabel"),
            ]);
    }

    public bool IsRowToRowMapper => true;

    /// <summary>The outputs of the model for a single row.</summary>
    public (float[] Latent, float[] Reconstruction, float Score) Expected(float[] features)
    {
        using BatchScorer batch = _scorer.CreateBatch(VaeOutputs.All, 1);
        features.CopyTo(batch.Input(0));
        batch.Run(1);
        return (
            batch.Output(VaeOutputs.Mean, 0).ToArray(),
            batch.Output(VaeOutputs.Reconstruction, 0).ToArray(),
            batch.Output(VaeOutputs.Score, 0)[0]);
    }

    public VaeBinding Bind(DataViewSchema schema) =>
        new(schema, FeatureColumn.Find(schema, "Features"), _columns, _scorer, Threshold);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input) => new VaeDataView(input, Bind(input.Schema), _batchRows);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new VaeRowMapper(Bind(inputSchema));

    public SampleModel Fit(IDataView input) => this;

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _columns.AppendTo(inputSchema, SchemaShapes.HasSlotNames(FeatureColumn.Find(inputSchema, "Features")));

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public void Dispose() => _scorer.Dispose();
}
