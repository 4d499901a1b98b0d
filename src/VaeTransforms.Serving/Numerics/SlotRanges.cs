namespace VaeTransforms.Numerics;

/// <summary>Where the values of each slot lie.</summary>
/// <param name="Center">[D] the middles of the ranges, in the input's own units.</param>
/// <param name="Length">[D] from the smallest to the largest value; 1 where they are equal. Above 0.</param>
internal sealed record SlotRanges(float[] Center, float[] Length)
{
    /// <summary>The ranges of some rows.</summary>
    /// <param name="rows">Finite.</param>
    /// <param name="among">Indices of the rows; at least one.</param>
    public static SlotRanges Of(RowMatrix rows, ReadOnlySpan<long> among)
    {
        float[] min = [.. rows.Row(among[0])];
        float[] max = [.. min];
        foreach (long index in among)
        {
            ReadOnlySpan<float> row = rows.Row(index);
            for (int slot = 0; slot < row.Length; slot++)
            {
                min[slot] = Math.Min(min[slot], row[slot]);
                max[slot] = Math.Max(max[slot], row[slot]);
            }
        }

        // In double precision: the middle of a range is finite even if its length is not.
        return new SlotRanges(
            [.. min.Zip(max, (low, high) => (float)(((double)low + high) / 2))],
            [.. min.Zip(max, (low, high) => high > low ? (float)Math.Min((double)high - low, float.MaxValue) : 1)]);
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
            for (int slot = 0; slot < row.Length; slot++)
            {
                row[slot] = (row[slot] - Center[slot]) / Length[slot];
            }
        }

        return scaled;
    }
}
