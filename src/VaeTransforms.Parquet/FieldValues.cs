using System.Buffers;
using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>Values of a field of a Parquet file, until they are written.</summary>
internal abstract class FieldValues(DataField target) : IDisposable
{
    public DataField Field => target;

    /// <summary>Writes the first rows, and keeps the others.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="rows">How many; not more than there are.</param>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, int rows);

    public abstract void Dispose();
}

/// <summary>Values of one type.</summary>
/// <param name="field">The field. Values may be missing if it is nullable.</param>
internal sealed class FieldValues<T>(DataField field) : FieldValues(field)
    where T : struct
{
    private const int FirstCapacity = 1024;

    // Values that are there, without gaps, and for each row 1 or 0. Rented, because files of one partition after another would
    // fill new memory each time.
    private T[] _values = ArrayPool<T>.Shared.Rent(FirstCapacity);
    private int[] _levels = ArrayPool<int>.Shared.Rent(FirstCapacity);
    private int _present;
    private int _rows;

    /// <param name="name">The name of the field.</param>
    /// <param name="type">The type of the field: <typeparamref name="T"/>, or String for memory of characters.</param>
    /// <param name="mayBeMissing">Whether values may be missing.</param>
    public FieldValues(string name, Type type, bool mayBeMissing)
        : this(new DataField(name, type, mayBeMissing, false, null))
    {
    }

    /// <summary>Takes the value of a row; null for none.</summary>
    public void Add(T? value)
    {
        Reserve(1);
        if (value is { } present)
        {
            _values[_present++] = present;
        }

        _levels[_rows++] = value is null ? 0 : 1;
    }

    /// <summary>Takes values of which none is missing.</summary>
    public void Add(ReadOnlySpan<T> values)
    {
        Reserve(values.Length);
        values.CopyTo(_values.AsSpan(_present));
        _levels.AsSpan(_rows, values.Length).Fill(1);
        _present += values.Length;
        _rows += values.Length;
    }

    /// <summary>Takes values.</summary>
    /// <param name="values">[rows].</param>
    /// <param name="convert">The value of the field; null for none.</param>
    /// <remarks>Optimized at once: it may have taken all rows before tiered compilation sees that it pays.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add<TValue>(ReadOnlySpan<TValue> values, Func<TValue, T?> convert)
    {
        Reserve(values.Length);
        Span<T> present = _values.AsSpan(_present);
        Span<int> levels = _levels.AsSpan(_rows, values.Length);
        int added = 0;
        for (int row = 0; row < values.Length; row++)
        {
            T? value = convert(values[row]);
            levels[row] = value.HasValue ? 1 : 0;
            if (value.HasValue)
            {
                present[added++] = value.GetValueOrDefault();
            }
        }

        _present += added;
        _rows += values.Length;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, int rows)
    {
        int present = _levels.AsSpan(0, rows).Count(1);
        await group.WriteAllPartsAsync<T>(
            Field,
            _values.AsMemory(0, present),
            Field.IsNullable ? _levels.AsMemory(0, rows) : default(ReadOnlyMemory<int>?),
            null,
            CancellationToken.None);
        _values.AsSpan(present, _present - present).CopyTo(_values);
        _levels.AsSpan(rows, _rows - rows).CopyTo(_levels);
        _present -= present;
        _rows -= rows;
    }

    public override void Dispose()
    {
        Return(_values);
        ArrayPool<int>.Shared.Return(_levels);
        (_values, _levels) = ([], []);
    }

    private static void Return(T[] values) =>
        ArrayPool<T>.Shared.Return(values, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());

    private void Reserve(int rows)
    {
        int wanted = _rows + rows;
        if (wanted > _levels.Length)
        {
            int[] levels = ArrayPool<int>.Shared.Rent(Math.Max(wanted, 2 * _levels.Length));
            _levels.AsSpan(0, _rows).CopyTo(levels);
            ArrayPool<int>.Shared.Return(_levels);
            _levels = levels;
        }

        if (wanted > _values.Length)
        {
            T[] values = ArrayPool<T>.Shared.Rent(Math.Max(wanted, 2 * _values.Length));
            _values.AsSpan(0, _present).CopyTo(values);
            Return(_values);
            _values = values;
        }
    }
}
