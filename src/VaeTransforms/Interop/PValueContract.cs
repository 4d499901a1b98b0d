using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using VaeTransforms.Onnx;

namespace VaeTransforms.Interop;

/// <summary>
/// Makes a scalar column of the vector of one that an OnnxTransformer gives for a p-value. It is apart from
/// <see cref="ScalarContract"/> since that one's columns are in saved pipelines and can never change.
/// </summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class PValueContract : CustomMappingFactory<PValueContract.Source, PValueContract.Columns>
{
    public const string Contract = ScalarContract.Prefix + "PValue";
    public const string SourceName = ScalarContract.Prefix + "PValueVector";
    public const string ColumnName = ScalarContract.Prefix + nameof(VaeOutputs.PValue);

    public static void Unwrap(Source source, Columns columns) => columns.PValue = source.Vector.GetValues()[0];

    public override Action<Source, Columns> GetMapping() => Unwrap;

    internal sealed class Source
    {
        [ColumnName(SourceName)]
        public VBuffer<float> Vector { get; set; }
    }

    internal sealed class Columns
    {
        [ColumnName(ColumnName)]
        public float PValue { get; set; }
    }
}
