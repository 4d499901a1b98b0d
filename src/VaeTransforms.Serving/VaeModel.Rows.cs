using Microsoft.ML;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <content>Reading rows.</content>
public sealed partial class VaeModel
{
    /// <summary>
    /// Reads the rows of a view as slots: what <see cref="EncodePosterior"/>, <see cref="ImputeIntervals"/> and all other
    /// members that take rows need.
    /// </summary>
    /// <param name="data">Rows with the columns that the model was trained on.</param>
    /// <returns>
    /// [n], each [D], in the units of the input. A category has a 1 in the slot of its value, and only 0 for a value that
    /// training never saw; NaN is a missing value, for a category in all its slots. <see cref="Columns"/> has the places of
    /// slots.
    /// </returns>
    /// <exception cref="ArgumentException">A column is missing, or it has another type or size.</exception>
    public float[][] ReadRows(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        IRowInputs inputs = ModelInputs.Find(data.Schema, Trained);
        using DataViewRowCursor cursor = data.GetRowCursor(inputs.Columns);
        RowReader reader = inputs.CreateReader(cursor);
        var rows = new List<float[]>();
        var row = new float[inputs.Size];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            rows.Add(Uncentered(row, own: null));
        }

        return [.. rows];
    }
}
