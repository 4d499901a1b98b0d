using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>A row with one column, a vector whose width the data decide.</summary>
internal sealed class FeatureRow
{
    public float[] Features { get; set; } = [];

    /// <summary>Rows as a column 'Features'.</summary>
    /// <param name="mlContext">The context of the view.</param>
    /// <param name="rows">At least one, each [D].</param>
    /// <param name="shape">Channels, height and width of a picture; none for a vector.</param>
    public static IDataView View(MLContext mlContext, float[][] rows, params int[] shape)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single, shape is [] ? [rows[0].Length] : shape);
        return mlContext.Data.LoadFromEnumerable(Array.ConvertAll(rows, row => new FeatureRow { Features = row }), schema);
    }
}
