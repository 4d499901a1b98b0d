using Microsoft.ML;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Analysis;

/// <summary>The rows of a view whose features are finite and whose factors are known.</summary>
/// <param name="Index">[n] each row's place in the view, from 0.</param>
/// <param name="SkippedRows">Rows that are not usable.</param>
/// <param name="Factors">[factors] values of the usable rows, [n] each.</param>
internal sealed record UsableRows(long[] Index, long SkippedRows, FactorValues[] Factors)
{
    /// <summary>Takes the features of a usable row, [D].</summary>
    public delegate void RowTaker(ReadOnlySpan<float> row);

    /// <summary>Reads a view once, in its own order.</summary>
    /// <param name="data">The view.</param>
    /// <param name="column">The features.</param>
    /// <param name="factors">The factors; none, where only features are asked for.</param>
    /// <param name="take">Called for every usable row.</param>
    public static UsableRows Read(IDataView data, FeatureColumn column, FactorColumn[] factors, RowTaker take)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column.Column, .. factors.Select(factor => factor.Column)]);
        var features = new FeatureReader(cursor, column);
        Func<double>[] readers = [.. factors.Select(factor => factor.Reader(cursor))];
        List<double>[] values = [.. factors.Select(_ => new List<double>())];
        var index = new List<long>();
        long rows = 0;
        var row = new float[column.Size];
        for (; cursor.MoveNext(); rows++)
        {
            features.Read(row);
            double[] factorsOfRow = Array.ConvertAll(readers, read => read());
            if (!row.All(float.IsFinite) || !factorsOfRow.All(double.IsFinite))
            {
                continue;
            }

            index.Add(rows);
            take(row);
            for (int i = 0; i < values.Length; i++)
            {
                values[i].Add(factorsOfRow[i]);
            }
        }

        return new UsableRows(
            [.. index], rows - index.Count, [.. factors.Select((factor, i) => new FactorValues(factor.Name, factor.IsClass, [.. values[i]]))]);
    }
}
