using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>Range, mean and standard deviation of each column, from one pass over the rows.</summary>
internal sealed class ColumnMoments
{
    private readonly double[] _mean;
    private readonly double[] _squares;
    private readonly long _count;

    // One row, and its differences from the means before it.
    private readonly double[] _row;
    private readonly double[] _before;

    /// <param name="rows">Finite values.</param>
    /// <param name="among">The rows to look at; at least one.</param>
    public ColumnMoments(RowMatrix rows, ReadOnlySpan<long> among)
    {
        Min = new float[rows.Width];
        Max = new float[rows.Width];
        _mean = new double[rows.Width];
        _squares = new double[rows.Width];
        _count = among.Length;
        _row = new double[rows.Width];
        _before = new double[rows.Width];
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
        TensorPrimitives.Min(row, Min, Min);
        TensorPrimitives.Max(row, Max, Max);
    }

    /// <summary>Welford's update: a column like 1e9 + noise keeps its variance.</summary>
    /// <param name="row">[width].</param>
    /// <param name="share">1 divided by the number of rows so far, this one included.</param>
    private void AddToMoments(ReadOnlySpan<float> row, double share)
    {
        TensorPrimitives.ConvertSaturating<float, double>(row, _row);
        TensorPrimitives.Subtract(_row, _mean, _before);
        TensorPrimitives.MultiplyAdd(_before, share, _mean, _mean);
        TensorPrimitives.Subtract(_row, _mean, _row);
        TensorPrimitives.MultiplyAdd(_before, _row, _squares, _squares);
    }
}
