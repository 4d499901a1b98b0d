using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>A transformer that was created from a model, for example from a loaded one, and not fitted in this process.</summary>
internal sealed class ModelTransformer(VaeMapping mapping) : ITransformer, IDisposable
{
    public VaeMapping Mapping => mapping;

    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => mapping.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => mapping.Transform(input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => mapping.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => mapping.Save(ctx);

    public void Dispose() => mapping.Dispose();
}
