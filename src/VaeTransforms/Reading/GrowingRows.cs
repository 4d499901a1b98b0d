using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>Rows in one row-major array that grows as they come.</summary>
/// <param name="column">Whose rows they are, for messages.</param>
/// <param name="expectedRows">The number of rows, where it is known beforehand.</param>
/// <param name="maxValues">The most values that an array can hold.</param>
internal sealed class GrowingRows(IRowInputs column, long? expectedRows, int maxValues)
{
    private const int FirstRows = 256;

    private readonly int _maxRows = maxValues / column.Size;
    private float[] _values = [];

    public int Rows { get; private set; }

    /// <summary>Adds a row and gives where to write it, [D].</summary>
    /// <exception cref="ArgumentException">The rows, known or come so far, are more than an array can hold.</exception>
    public Span<float> Add()
    {
        int width = column.Size;
        if (Rows * width == _values.Length)
        {
            Resize(NextCapacity());
        }

        return _values.AsSpan(Rows++ * width, width);
    }

    /// <summary>The rows that came, without a copy where their number was known.</summary>
    public RowMatrix ToRows()
    {
        if (Rows * column.Size != _values.Length)
        {
            Resize(Rows);
        }

        return new RowMatrix(_values, column.Size);
    }

    /// <summary>As Array.Resize, but for clearing what the rows to come will overwrite.</summary>
    private void Resize(int rows)
    {
        float[] resized = GC.AllocateUninitializedArray<float>(rows * column.Size);
        _values.AsSpan(0, Rows * column.Size).CopyTo(resized);
        _values = resized;
    }

    private int NextCapacity()
    {
        long wanted = Rows == 0 ? expectedRows ?? FirstRows : 2L * Rows;

        // Without a known number, double until the limit; only a row more than that is too much.
        long needed = Rows == 0 && expectedRows is not null ? wanted : Rows + 1;
        return needed <= _maxRows
            ? (int)Math.Clamp(wanted, 1, _maxRows)
            : throw new ArgumentException(
                $"Column '{column.Name}' has {(expectedRows is null ? "at least " : "")}{needed} rows of "
                + $"{column.Size} values, but training holds them in one array of at most {maxValues} values, which is "
                + $"{_maxRows} "
                + "rows. Train on fewer, for example with mlContext.Data.TakeRows after ShuffleRows.");
    }
}
