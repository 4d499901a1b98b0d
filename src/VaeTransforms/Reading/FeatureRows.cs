using Microsoft.ML;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>Reads all rows of an input column, as training takes them.</summary>
internal static class FeatureRows
{
    /// <summary>Reads a whole view, in its own order.</summary>
    /// <param name="data">The view.</param>
    /// <param name="column">The features.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <param name="view">What messages say after the number of a row.</param>
    /// <param name="sides">Columns to read in the same pass.</param>
    /// <returns>Finite values; no rows for an empty view.</returns>
    /// <exception cref="ArgumentException">A value is not finite, or there are more than an array can hold.</exception>
    public static RowMatrix Read(
        IDataView data, FeatureColumn column, CancellationToken cancellationToken, string view = "", params ISideColumn[] sides)
    {
        var buffer = new GrowingRows(column, data.GetRowCount(), Array.MaxLength);
        using DataViewRowCursor cursor = data.GetRowCursor([column.Column, .. sides.Select(side => side.Column)]);
        var reader = new FeatureReader(cursor, column);
        Action[] readSides = [.. sides.Select(side => side.Start(cursor))];
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<float> row = buffer.Add();
            reader.Read(row);
            Array.ForEach(readSides, read => read());
            int slot = ValueRange.FirstNotFinite(row);
            if (slot >= 0)
            {
                throw NotFinite(column, slot, $"row {buffer.Rows - 1}{view}", reader.Original(slot));
            }
        }

        return buffer.ToRows();
    }

    private static ArgumentException NotFinite(FeatureColumn column, int slot, string row, double value)
    {
        string advice = double.IsNaN(value)
            ? $"Put values in place of missing ones with mlContext.Transforms.ReplaceMissingValues(\"{column.Name}\"), or drop "
                + $"such rows with mlContext.Data.FilterRowsByMissingValues(data, \"{column.Name}\")."
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
