using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks;

/// <summary>Generated rows of correlated values, 30 by default, and the options of a 30-64-8 model for them.</summary>
internal static class Sensors
{
    public const int Width = 30;

    /// <summary>The network of the comparisons; all other options are the defaults.</summary>
    public static VaeOptions Network { get; } = new() { LatentDimension = 8, HiddenLayers = [64], Seed = 1 };

    public static Row[] Rows(int count, int width = Width)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double u = random.NextDouble() * 4;
            double v = random.NextDouble() * 4;
            return new Row
            {
                Features = [.. Enumerable.Range(0, width).Select(j =>
                    (float)(Math.Sin(u + (0.2 * j)) + (3.0 * j / width * v) + (0.5 * random.NextDouble())))],
            };
        })];
    }

    /// <summary>The schema of rows of any width.</summary>
    public static SchemaDefinition Schema(int width)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    /// <summary>Reads a vector column to its end, as a trainer does.</summary>
    public static float Sum(IDataView view, string column)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(view.Schema[column]);
        VBuffer<float> buffer = default;
        float sum = 0;
        while (cursor.MoveNext())
        {
            get(ref buffer);
            sum += buffer.GetValues()[0];
        }

        return sum;
    }

    internal sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    /// <summary>The output of a PredictionEngine on VaeEncode.</summary>
    internal sealed class Code
    {
        [VectorType(8)]
        public float[] Latent { get; set; } = [];
    }

    /// <summary>
    /// The output of a PredictionEngine on <c>ApplyOnnxModel</c>, whose column has the tensor's name and a batch dimension.
    /// </summary>
    internal sealed class Mean
    {
        [ColumnName("Mean"), VectorType(1, 8)]
        public float[] Latent { get; set; } = [];
    }
}
