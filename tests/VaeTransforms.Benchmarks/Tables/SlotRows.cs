using Microsoft.ML;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>The rows of a view as slots in the units of the input, as VaeModel takes rows.</summary>
internal static class SlotRows
{
    /// <param name="model">A model of a table.</param>
    /// <param name="view">Rows with the model's columns.</param>
    /// <returns>[n], each [D]; NaN where a value is missing.</returns>
    public static float[][] Read(VaeModel model, IDataView view)
    {
        IRowInputs inputs = ModelInputs.Find(view.Schema, model.Trained);
        using DataViewRowCursor cursor = view.GetRowCursor(inputs.Columns);
        RowReader reader = inputs.CreateReader(cursor);
        double[]? centers = model.Trained.Table?.Centers;
        var rows = new List<float[]>();
        while (cursor.MoveNext())
        {
            var row = new float[inputs.Size];
            reader.Read(row);
            rows.Add(centers is null ? row : [.. row.Select((value, slot) => (float)(value + centers[slot]))]);
        }

        return [.. rows];
    }
}
