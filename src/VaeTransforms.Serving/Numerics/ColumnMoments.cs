using System.Numerics;

namespace VaeTransforms.Numerics;

/// <summary>Range, mean and standard deviation of each column, from one pass over the rows.</summary>
internal sealed class ColumnMoments
{
    private readonly double[] _mean;
    private readonly double[] _squares;
    private readonly long _count;

    /// <param name="rows">Finite values.</param>
    /// <param name="among">The rows to look at; at least one.</param>
    public ColumnMoments(RowMatrix rows, ReadOnlySpan<long> among)
    {
        Min = new float[rows.Width];
        Max = new float[rows.Width];
        _mean = new double[rows.Width];
        _squares = new double[rows.Width];
        _count = among.Length;
        Array.Fill(Min, float.PositiveInfinity);
        Array.Fill(Max, float.NegativeInfinity);
        for (int n = 0; n < among.Length; n++)
        {
            ReadOnlySpan<float> row = rows.Row(among[n]);
            WidenRange(row);
            AddToMoments(row, 1.0 / (n + 1));
        }
    }

    /// <summary>[width].</summary>
    public float[] Min { get; }

    /// <summary>[width].</summary>
    public float[] Max { get; }

    public double Mean(int column) => _mean[column];

    /// <summary>The root of the mean squared difference from the mean.</summary>
    public double Deviation(int column) => Math.Sqrt(_squares[column] / _count);

    /// <summary>Whether a column has one value in all rows.</summary>
    public bool IsConstant(int column) => !(Max[column] > Min[column]);

    private void WidenRange(ReadOnlySpan<float> row)
    {
        int j = 0;
        for (; j <= row.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            var values = new Vector<float>(row[j..]);
            Vector.Min(values, new Vector<float>(Min, j)).CopyTo(Min, j);
            Vector.Max(values, new Vector<float>(Max, j)).CopyTo(Max, j);
        }

        for (; j < row.Length; j++)
        {
            Min[j] = Math.Min(Min[j], row[j]);
            Max[j] = Math.Max(Max[j], row[j]);
        }
    }

    /// <summary>Welford's update: a column like 1e9 + noise keeps its variance.</summary>
    /// <param name="row">[width].</param>
    /// <param name="share">One by the number of rows so far, this one included.</param>
    private void AddToMoments(ReadOnlySpan<float> row, double share)
    {
        int j = 0;
        for (; j <= row.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[j..]), out Vector<double> low, out Vector<double> high);
            Add(low, j);
            Add(high, j + Vector<double>.Count);
        }

        for (; j < row.Length; j++)
        {
            double delta = row[j] - _mean[j];
            _mean[j] += delta * share;
            _squares[j] += delta * (row[j] - _mean[j]);
        }

        void Add(Vector<double> values, int at)
        {
            var before = new Vector<double>(_mean, at);
            Vector<double> delta = values - before;
            Vector<double> after = before + (delta * share);
            after.CopyTo(_mean, at);
            (new Vector<double>(_squares, at) + (delta * (values - after))).CopyTo(_squares, at);
        }
    }
}
