using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>Where the values of each slot lie.</summary>
/// <param name="Center">[D] the middles of the ranges, in the input's own units.</param>
/// <param name="Length">[D] from the smallest to the largest value; 1 where they are equal. Above 0.</param>
internal sealed record SlotRanges(float[] Center, float[] Length)
{
    /// <summary>The ranges of some rows.</summary>
    /// <param name="rows">Finite.</param>
    /// <param name="among">Indices of the rows; at least one.</param>
    public static SlotRanges Of(RowMatrix rows, long[] among)
    {
        var moments = new ColumnMoments(rows, among);

        // In double precision: the middle of a range is finite even if its length is not.
        (double Low, double High)[] ranges = [.. moments.Min.Zip(moments.Max, (low, high) => ((double)low, (double)high))];
        return new SlotRanges(
            [.. ranges.Select(range => (float)((range.Low + range.High) / 2))],
            [.. ranges.Select(range => range.High > range.Low ? (float)Math.Min(range.High - range.Low, float.MaxValue) : 1)]);
    }

    /// <summary>Rows in units of the ranges.</summary>
    /// <param name="rows">In the input's own units.</param>
    /// <param name="among">Indices of the rows.</param>
    public RowMatrix Scaled(RowMatrix rows, ReadOnlySpan<long> among)
    {
        RowMatrix scaled = rows.Select(among);
        for (int i = 0; i < scaled.Rows; i++)
        {
            Span<float> row = scaled.Row(i);
            TensorPrimitives.Subtract(row, Center, row);
            TensorPrimitives.Divide(row, Length, row);
        }

        return scaled;
    }
}
