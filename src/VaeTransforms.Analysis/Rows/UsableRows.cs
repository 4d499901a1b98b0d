using Microsoft.ML;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Analysis;

/// <summary>The rows of a view that a model can use and whose factors are known.</summary>
/// <param name="Index">[n] the position of each row in the view, from 0.</param>
/// <param name="SkippedRows">The number of other rows.</param>
/// <param name="Factors">[factors] the values of the usable rows, each [n].</param>
internal sealed record UsableRows(long[] Index, long SkippedRows, FactorValues[] Factors)
{
    /// <summary>Receives the features of a usable row, [D].</summary>
    public delegate void RowReceiver(ReadOnlySpan<float> row);

    /// <summary>Reads a view once, in order.</summary>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The columns of the features.</param>
    /// <param name="factors">The columns of the factors; may be empty.</param>
    /// <param name="receive">Called for every usable row.</param>
    /// <param name="hasMask">Whether features may be missing, NaN. None may be infinite.</param>
    public static UsableRows Read(
        IDataView data, IRowInputs inputs, FactorColumn[] factors, RowReceiver receive, bool hasMask = false)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([.. inputs.Columns, .. factors.Select(factor => factor.Column)]);
        RowReader features = inputs.CreateReader(cursor);
        Func<double>[] readers = [.. factors.Select(factor => factor.Reader(cursor))];
        List<double>[] values = [.. factors.Select(_ => new List<double>())];
        var index = new List<long>();
        long rows = 0;
        var row = new float[inputs.Size];
        for (; cursor.MoveNext(); rows++)
        {
            features.Read(row);
            double[] factorsOfRow = Array.ConvertAll(readers, read => read());
            if (!row.All(value => float.IsFinite(value) || (hasMask && float.IsNaN(value))) || !factorsOfRow.All(double.IsFinite))
            {
                continue;
            }

            index.Add(rows);
            receive(row);
            for (int i = 0; i < values.Length; i++)
            {
                values[i].Add(factorsOfRow[i]);
            }
        }

        return new UsableRows(
            [.. index],
            rows - index.Count,
            [.. factors.Select((factor, i) => new FactorValues(factor.Name, factor.IsClass, [.. values[i]]))]);
    }
}
