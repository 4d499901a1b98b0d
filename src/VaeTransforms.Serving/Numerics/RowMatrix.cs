namespace VaeTransforms.Numerics;

/// <summary>Rows of equal width in one array.</summary>
/// <param name="Values">[rows, width], row-major.</param>
/// <param name="Width">Values per row, from 1.</param>
internal sealed record RowMatrix(float[] Values, int Width)
{
    /// <summary>How many rows there are; 0 for none.</summary>
    public int Rows => Values.Length / Width;

    /// <summary>All places of rows, upwards.</summary>
    public long[] Indices => [.. Enumerable.Range(0, Rows).Select(row => (long)row)];

    /// <summary>The values of a row, in place.</summary>
    public Span<float> Row(long row) => Values.AsSpan(checked((int)(row * Width)), Width);

    /// <summary>A copy of some rows.</summary>
    /// <param name="indices">Which, in the order that is wanted.</param>
    public RowMatrix Select(ReadOnlySpan<long> indices)
    {
        var values = new float[checked(indices.Length * Width)];
        for (int i = 0; i < indices.Length; i++)
        {
            Row(indices[i]).CopyTo(values.AsSpan(i * Width, Width));
        }

        return new RowMatrix(values, Width);
    }

    /// <summary>The first columns: the rows themselves if these are all.</summary>
    /// <param name="count">How many, from 1.</param>
    public RowMatrix Leading(int count)
    {
        if (count == Width)
        {
            return this;
        }

        var values = new float[Rows * count];
        for (int row = 0; row < Rows; row++)
        {
            Row(row)[..count].CopyTo(values.AsSpan(row * count, count));
        }

        return new RowMatrix(values, count);
    }

    /// <summary>The values of one column in some rows.</summary>
    /// <param name="column">From 0.</param>
    /// <param name="indices">Which rows.</param>
    public float[] Column(int column, ReadOnlySpan<long> indices)
    {
        var values = new float[indices.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Values[(indices[i] * Width) + column];
        }

        return values;
    }
}
