using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>Reads all rows of an input column, as training takes them.</summary>
internal static class FeatureRows
{
    // A reader cuts Doubles to the largest Single, which is right for a score, but not for training.
    private static readonly float BelowLargest = MathF.BitDecrement(float.MaxValue);

    /// <summary>Reads a whole view into memory, in its own order.</summary>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="options">What to do with missing values, and when to cancel.</param>
    /// <param name="maxBytes">What the rows may take.</param>
    /// <param name="sides">Columns to read in the same pass.</param>
    /// <param name="view">What messages say after the number of a row.</param>
    /// <returns>No rows for an empty view; null if they take more.</returns>
    /// <exception cref="ArgumentException">A value cannot be used.</exception>
    public static RowMatrix? ReadAll(
        IDataView data,
        IRowInputs inputs,
        VaeOptions options,
        long maxBytes,
        IReadOnlyList<ISideColumn> sides,
        string view = "")
    {
        var rows = new GrowingRows<float>(inputs.Size, data.GetRowCount(), maxBytes, sides);
        return rows.HasRoom && Read(data, inputs, options, rows, view) ? new RowMatrix(rows.ToValues(), inputs.Size) : null;
    }

    /// <summary>Reads a whole view, in its own order.</summary>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="options">What to do with missing values, and when to cancel.</param>
    /// <param name="sink">Takes the rows: finite values, or NaN for missing ones where the options allow it.</param>
    /// <param name="view">What messages say after the number of a row.</param>
    /// <returns>Whether the sink had room for all rows.</returns>
    /// <exception cref="ArgumentException">A value cannot be used.</exception>
    public static bool Read(IDataView data, IRowInputs inputs, VaeOptions options, RowSink<float> sink, string view = "")
    {
        using DataViewRowCursor cursor = data.GetRowCursor([.. inputs.Columns, .. sink.Columns]);
        RowReader reader = inputs.CreateReader(cursor);
        sink.Begin(cursor);
        while (cursor.MoveNext())
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (!sink.HasRoom)
            {
                return false;
            }

            Span<float> row = sink.Next();
            reader.Read(row);
            int slot = FirstUnusable(row, reader, options.MissingValues);
            if (slot >= 0)
            {
                double value = reader.Original(slot);
                string place = $"row {OptionRule.Text(sink.Seen)}{view}";
                throw inputs is TableBinding table
                    ? TableColumnErrors.Unusable(
                        table.ColumnOf(slot), value, place, canMask: options.ConditionColumnName is null)
                    : NotFinite(inputs, slot, place, value);
            }

            sink.Take();
        }

        return true;
    }

    private static int FirstUnusable(ReadOnlySpan<float> row, RowReader reader, MissingValues missing)
    {
        int start = 0;
        while (true)
        {
            int next = ValueRange.FirstOutside(row[start..], -BelowLargest, BelowLargest);
            if (next < 0 || !IsUsable(row[start + next], start + next))
            {
                return next < 0 ? next : start + next;
            }

            start += next + 1;
        }

        bool IsUsable(float value, int slot) => float.IsNaN(value)
            ? missing == MissingValues.Mask
            : float.IsFinite(value) && float.IsFinite((float)reader.Original(slot));
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
            : TableColumnErrors.BeyondSingle;
        return new ArgumentException(FormattableString.Invariant(
            $"Column '{column.Name}' holds {value} in {column.DescribeSlot(slot)} of {row} (rows and slots count from 0), ")
            + $"but training needs finite values. {advice}");
    }
}
