namespace VaeTransforms.Reading;

/// <summary>All rows of a view, in one row-major array that grows as they come.</summary>
/// <param name="width">Values in a row.</param>
/// <param name="expectedRows">The number of rows, where it is known beforehand.</param>
/// <param name="maxBytes">What the array may take, with that of a smaller one that is copied into it.</param>
/// <param name="sides">Columns that are read in the same pass.</param>
internal sealed class GrowingRows<T>(int width, long? expectedRows, long maxBytes, IReadOnlyList<ISideColumn> sides)
    : RowSink<T>(width, sides)
    where T : unmanaged
{
    private const int MinFirstRows = 256;

    private readonly int _maxRows = MaxRows(width, expectedRows, maxBytes);
    private T[] _values = [];
    private int _rows;

    public override bool HasRoom => _rows < _maxRows && !(expectedRows > _maxRows);

    public override int Rows => _rows;

    public override T[] Values => _values;

    public override Span<T> Next()
    {
        if (_rows * Width == _values.Length)
        {
            long wanted = _rows == 0 ? expectedRows ?? FirstRows(_maxRows) : 2L * _rows;
            Resize((int)Math.Clamp(wanted, 1, _maxRows));
        }

        return _values.AsSpan(_rows * Width, Width);
    }

    /// <summary>The rows that came, without a copy where their number was known.</summary>
    public T[] ToValues()
    {
        if (_rows * Width != _values.Length)
        {
            Resize(_rows);
        }

        return _values;
    }

    protected override int? Place() => _rows++;

    /// <summary>So few that doubling ends at the maximum: a small last step would copy almost all rows for little.</summary>
    private static int FirstRows(int maxRows)
    {
        int first = maxRows;
        while (first >= 2 * MinFirstRows)
        {
            first = (first + 1) / 2;
        }

        return first;
    }

    private static unsafe int MaxRows(int width, long? expectedRows, long maxBytes)
    {
        // An array that grows is there twice for a moment.
        long bytes = expectedRows is null ? maxBytes / 2 : maxBytes;
        return (int)(Math.Min(Array.MaxLength, bytes / sizeof(T)) / width);
    }

    /// <summary>As Array.Resize, but for clearing what the rows to come will overwrite.</summary>
    private void Resize(int rows)
    {
        T[] resized = GC.AllocateUninitializedArray<T>(rows * Width);
        _values.AsSpan(0, _rows * Width).CopyTo(resized);
        _values = resized;
    }
}
