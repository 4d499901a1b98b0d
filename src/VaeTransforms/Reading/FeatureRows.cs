using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>Reads all rows of an input column, as training takes them.</summary>
internal static class FeatureRows
{
    /// <summary>Reads a whole view, in its own order.</summary>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="options">What to do with missing values, and when to cancel.</param>
    /// <param name="view">What messages say after the number of a row.</param>
    /// <param name="sides">Columns to read in the same pass.</param>
    /// <returns>Finite values, or NaN for missing ones where the options allow it; no rows for an empty view.</returns>
    /// <exception cref="ArgumentException">A value cannot be used, or there are more than an array can hold.</exception>
    public static RowMatrix Read(
        IDataView data, IRowInputs inputs, VaeOptions options, string view = "", params ISideColumn[] sides)
    {
        var buffer = new GrowingRows(inputs, data.GetRowCount(), Array.MaxLength);
        using DataViewRowCursor cursor = data.GetRowCursor([.. inputs.Columns, .. sides.Select(side => side.Column)]);
        RowReader reader = inputs.CreateReader(cursor);
        Action[] readSides = [.. sides.Select(side => side.Start(cursor))];
        while (cursor.MoveNext())
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            Span<float> row = buffer.Add();
            reader.Read(row);
            Array.ForEach(readSides, read => read());
            int slot = FirstUnusable(row, options.MissingValues);
            if (slot >= 0)
            {
                double value = (reader as FeatureReader)?.Original(slot) ?? row[slot];
                throw NotFinite(inputs, slot, $"row {OptionRule.Text(buffer.Rows - 1)}{view}", value);
            }
        }

        return buffer.ToRows();
    }

    private static int FirstUnusable(ReadOnlySpan<float> row, MissingValues missing)
    {
        int slot = ValueRange.FirstNotFinite(row);
        while (slot >= 0 && missing == MissingValues.Mask && float.IsNaN(row[slot]))
        {
            int next = ValueRange.FirstNotFinite(row[(slot + 1)..]);
            slot = next < 0 ? next : slot + 1 + next;
        }

        return slot;
    }

    private static ArgumentException NotFinite(IRowInputs column, int slot, string row, double value)
    {
        string advice = double.IsNaN(value)
            ? "Set VaeOptions.MissingValues to Mask, put values in place of missing ones with "
                + $"mlContext.Transforms.ReplaceMissingValues(\"{column.Name}\"), or drop such rows with "
                + $"mlContext.Data.FilterRowsByMissingValues(data, \"{column.Name}\")."
            : double.IsInfinity(value)
            ? "Correct it where it is computed (often a division by zero or a logarithm of zero), or drop such rows with "
                + "mlContext.Data.FilterByCustomPredicate."
            : "It lies beyond Single's range of ±3.4E+38, in which the model computes, and so counts as infinite: "
                + "scale the column down.";
        return new ArgumentException(FormattableString.Invariant(
            $"Column '{column.Name}' holds {value} in {column.DescribeSlot(slot)} of {row} (rows and slots count from 0), ")
            + $"but training needs finite values. {advice}");
    }
}
