using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>Range, mean and standard deviation of each column over some rows.</summary>
internal sealed class ColumnMoments
{
    private readonly Lazy<(double[] Mean, double[] Squares)> _moments;
    private readonly long _count;

    /// <param name="rows">Finite values.</param>
    /// <param name="among">Indices of the rows; at least one.</param>
    public ColumnMoments(RowMatrix rows, long[] among)
    {
        _count = among.LongLength;
        Min = [.. rows.Row(among[0])];
        Max = [.. Min];
        foreach (long index in among)
        {
            TensorPrimitives.Min(rows.Row(index), Min, Min);
            TensorPrimitives.Max(rows.Row(index), Max, Max);
        }

        // A second pass, which ranges alone do without.
        _moments = new(() => Moments(rows, among));
    }

    /// <summary>[width].</summary>
    public float[] Min { get; }

    /// <summary>[width].</summary>
    public float[] Max { get; }

    public double Mean(int column) => _moments.Value.Mean[column];

    /// <summary>The root of the mean squared difference from the mean.</summary>
    public double Deviation(int column) => Math.Sqrt(_moments.Value.Squares[column] / _count);

    /// <summary>Whether a column has one value in all rows.</summary>
    public bool IsConstant(int column) => !(Max[column] > Min[column]);

    /// <summary>Welford's update: a column like 1e9 + noise keeps its variance.</summary>
    /// <returns>Means, and sums of squared differences from them, [width] each.</returns>
    private static (double[] Mean, double[] Squares) Moments(RowMatrix rows, long[] among)
    {
        var mean = new double[rows.Width];
        var squares = new double[rows.Width];
        var row = new double[rows.Width];
        var before = new double[rows.Width];
        for (int n = 0; n < among.Length; n++)
        {
            TensorPrimitives.ConvertSaturating<float, double>(rows.Row(among[n]), row);
            TensorPrimitives.Subtract(row, mean, before);
            TensorPrimitives.MultiplyAdd(before, 1.0 / (n + 1), mean, mean);
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.MultiplyAdd(before, row, squares, squares);
        }

        return (mean, squares);
    }
}
