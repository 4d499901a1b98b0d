using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <content>Reading rows.</content>
public sealed partial class VaeModel
{
    // In the deviations of a slot. A value that is centered lies as far as thousands of them from the center itself.
    private const float NearCenter = 64;

    private float[] SlotScales => field ??= Trained.SlotScales();

    /// <summary>
    /// What is subtracted from each slot of a row, [D]; null if nothing is. The values of a column that lie far from 0 compared
    /// with how much they differ, such as dates or Doubles near 1E9, do not fit a Single, so a row has their differences from
    /// this center, in the units of the input. Other slots have 0 here.
    /// </summary>
    /// <remarks>
    /// It holds for all rows that members of this class take and give. Views have the columns' own values and types.
    /// </remarks>
    public IReadOnlyList<double>? RowCenters => Trained.Table?.Centers;

    /// <summary>
    /// Reads the rows of a view as slots: what <see cref="EncodePosterior"/>, <see cref="ImputeIntervals"/> and all other
    /// members that take rows need.
    /// </summary>
    /// <param name="data">Rows with the columns that the model was trained on.</param>
    /// <returns>
    /// [n], each [D], in the units of the input, less <see cref="RowCenters"/>. A category has a 1 in the slot of its value, and
    /// only 0 for a value that training never saw; NaN is a missing value, for a category in all its slots. <see cref="Columns"/>
    /// has the places of slots.
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
            rows.Add([.. row]);
        }

        return [.. rows];
    }

    private void CheckRows(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (float[] row in rows)
        {
            CheckRow(row);
        }
    }

    private void CheckRow(float[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Length != Architecture.InputSize)
        {
            throw new ArgumentException(
                $"The row has {row.Length} values, but the model was trained on {Architecture.InputSize}. Use the columns it was "
                + "trained on.");
        }

        if (RowCenters is not { } centers)
        {
            return;
        }

        for (int slot = 0; slot < row.Length; slot++)
        {
            if (centers[slot] != 0 && Math.Abs(row[slot] - centers[slot]) < NearCenter * SlotScales[slot])
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Slot {slot} of the row is {row[slot]}, but rows of this model hold the difference from RowCenters[{slot}], "
                        + $"which is {centers[slot]}: a Single cannot hold the value itself well enough. Subtract it in double "
                        + $"precision, or read rows with ReadRows."));
            }
        }
    }
}
