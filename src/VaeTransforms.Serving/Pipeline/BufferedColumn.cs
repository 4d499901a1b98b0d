using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>The values of an input column in the rows that were read ahead.</summary>
internal abstract class BufferedColumn
{
    /// <summary>Creates a buffer for a column that is active in the source.</summary>
    public static BufferedColumn Create(DataViewRow source, DataViewSchema.Column column, int capacity)
    {
        Type buffer = column.Type is VectorDataViewType vector
            ? typeof(BufferedVectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(BufferedValues<>).MakeGenericType(column.Type.RawType);
        return (BufferedColumn)Activator.CreateInstance(buffer, source, column, capacity)!;
    }

    /// <summary>Copies the current value of the source into the buffer.</summary>
    public abstract void Fill(int row);

    /// <summary>Creates a getter for the value in the current row.</summary>
    public abstract Delegate CreateGetter(Func<int> currentRow);
}

/// <summary>Buffers scalar values.</summary>
internal sealed class BufferedValues<T>(ValueGetter<T> read, int capacity) : BufferedColumn
{
    private readonly T[] _values = new T[capacity];

    public BufferedValues(DataViewRow source, DataViewSchema.Column column, int capacity)
        : this(source.GetGetter<T>(column), capacity)
    {
    }

    public override void Fill(int row)
    {
        // A getter may reuse or dispose the object that it receives, for example an image. The previous object belongs to the
        // caller by now, so the getter receives none. The memory of text is never reused; ML.NET's cache relies on that too.
        T value = default!;
        read(ref value);
        _values[row] = value;
    }

    public override Delegate CreateGetter(Func<int> currentRow) =>
        (ValueGetter<T>)((ref T value) => value = _values[currentRow()]);
}

/// <summary>Buffers vectors, and reuses their memory for the next batch.</summary>
internal sealed class BufferedVectors<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : BufferedColumn
{
    private readonly ValueGetter<VBuffer<T>> _read = source.GetGetter<VBuffer<T>>(column);
    private readonly VBuffer<T>[] _vectors = new VBuffer<T>[capacity];

    public override void Fill(int row) => _read(ref _vectors[row]);

    public override Delegate CreateGetter(Func<int> currentRow) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _vectors[currentRow()].CopyTo(ref value));
}
