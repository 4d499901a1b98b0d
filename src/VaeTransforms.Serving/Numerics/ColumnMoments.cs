using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>Range, mean and standard deviation of each column over some rows. Missing values, NaN, do not count.</summary>
internal sealed class ColumnMoments
{
    private readonly Lazy<MomentSums> _sums;

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
        _sums = new(() =>
        {
            var sums = new MomentSums(rows.Width);
            Array.ForEach(among, index => sums.Add(rows.Row(index)));
            return sums;
        });
    }

    private ColumnMoments(float[] min, float[] max, MomentSums sums)
    {
        (Min, Max) = (min, max);
        _sums = new(() => sums);
    }

    /// <summary>[width]; NaN for a column without values.</summary>
    public float[] Min { get; }

    /// <summary>[width]; NaN for a column without values.</summary>
    public float[] Max { get; }

    /// <summary>Moments of rows that come one by one.</summary>
    /// <param name="width">Values in a row.</param>
    public static ColumnMoments OfRowsToCome(int width)
    {
        float[] none = [.. Enumerable.Repeat(float.NaN, width)];
        return new ColumnMoments(none, [.. none], new MomentSums(width));
    }

    /// <summary>Counts another row.</summary>
    /// <param name="row">[width]; finite values, or NaN for missing ones.</param>
    public void Add(ReadOnlySpan<float> row)
    {
        TensorPrimitives.MinNumber(row, Min, Min);
        TensorPrimitives.MaxNumber(row, Max, Max);
        _sums.Value.Add(row);
    }

    public double Mean(int column) => _sums.Value.Mean(column);

    /// <summary>The root of the mean squared difference from the mean.</summary>
    public double Deviation(int column) => _sums.Value.Deviation(column);

    /// <summary>Whether a column has one value in all rows.</summary>
    public bool IsConstant(int column) => !(Max[column] > Min[column]);
}
