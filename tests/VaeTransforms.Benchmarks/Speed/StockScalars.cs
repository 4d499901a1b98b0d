using Microsoft.ML.Data;
using VaeTransforms.Onnx;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The output of a PredictionEngine on <c>ApplyOnnxModel</c> with a detector's graph for one row.</summary>
internal sealed class StockScalars
{
    [ColumnName("Scalars"), VectorType(RowScalars.Count)]
    public float[] Values { get; set; } = [];
}
