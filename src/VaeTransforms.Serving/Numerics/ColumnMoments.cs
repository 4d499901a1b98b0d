using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>Range, mean and standard deviation of each column over some rows. Missing values, NaN, do not count.</summary>
internal sealed class ColumnMoments
{
    private readonly Lazy<(double[] Mean, double[] Squares, double[] Counts)> _moments;

    /// <param name="rows">Finite values, or NaN for missing ones.</param>
    /// <param name="among">Indices of the rows; at least one.</param>
    public ColumnMoments(RowMatrix rows, long[] among)
    {
        Min = [.. rows.Row(among[0])];
        Max = [.. Min];
        foreach (long index in among)
        {
            TensorPrimitives.MinNumber(rows.Row(index), Min, Min);
            TensorPrimitives.MaxNumber(rows.Row(index), Max, Max);
        }

        // A second pass, which ranges alone do without.
        _moments = new(() => Moments(rows, among));
    }

    /// <summary>[width]; NaN for a column without values.</summary>
    public float[] Min { get; }

    /// <summary>[width]; NaN for a column without values.</summary>
    public float[] Max { get; }

    public double Mean(int column) => _moments.Value.Mean[column];

    /// <summary>The root of the mean squared difference from the mean.</summary>
    public double Deviation(int column) => Math.Sqrt(_moments.Value.Squares[column] / _moments.Value.Counts[column]);

    /// <summary>Whether a column has one value in all rows.</summary>
    public bool IsConstant(int column) => !(Max[column] > Min[column]);

    /// <summary>Welford's update: a column like 1e9 + noise keeps its variance.</summary>
    /// <returns>Means, sums of squared differences from them, and counts, [width] each.</returns>
    private static (double[] Mean, double[] Squares, double[] Counts) Moments(RowMatrix rows, long[] among)
    {
        var mean = new double[rows.Width];
        var squares = new double[rows.Width];
        var counts = new double[rows.Width];
        var row = new double[rows.Width];
        var before = new double[rows.Width];
        for (int n = 0; n < among.Length; n++)
        {
            TensorPrimitives.ConvertSaturating<float, double>(rows.Row(among[n]), row);
            TensorPrimitives.Subtract(row, mean, before);
            if (double.IsNaN(TensorPrimitives.Sum<double>(before)))
            {
                AddPresent(row, before, mean, squares, counts);
                continue;
            }

            TensorPrimitives.Add(counts, 1, counts);
            TensorPrimitives.Divide(before, counts, row);
            TensorPrimitives.Add(mean, row, mean);
            TensorPrimitives.Subtract(before, row, row);
            TensorPrimitives.MultiplyAdd(before, row, squares, squares);
        }

        return (mean, squares, counts);
    }

    private static void AddPresent(double[] row, double[] before, double[] mean, double[] squares, double[] counts)
    {
        for (int column = 0; column < row.Length; column++)
        {
            if (!double.IsNaN(row[column]))
            {
                counts[column]++;
                mean[column] += before[column] / counts[column];
                squares[column] += before[column] * (row[column] - mean[column]);
            }
        }
    }
}
