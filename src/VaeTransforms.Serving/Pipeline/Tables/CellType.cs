using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>How the values of a type become cells, whether they come row by row or as arrays.</summary>
internal abstract class CellType
{
    /// <summary>That of numbers, Booleans and times, and of vectors of them.</summary>
    /// <param name="type">The type of a column; it was checked.</param>
    public static CellType Numbers(DataViewType type)
    {
        DataViewType item = type is VectorDataViewType { ItemType: var itemType } ? itemType : type;
        return item.RawType switch
        {
            var raw when raw == typeof(float) => new CellType<float>(value => value),
            var raw when raw == typeof(double) => new CellType<double>(value => value),
            var raw when raw == typeof(bool) => new CellType<bool>(value => value ? 1 : 0),
            var raw when raw == typeof(sbyte) => new CellType<sbyte>(value => value),
            var raw when raw == typeof(byte) => new CellType<byte>(value => value),
            var raw when raw == typeof(short) => new CellType<short>(value => value),
            var raw when raw == typeof(ushort) => new CellType<ushort>(value => value),
            var raw when raw == typeof(int) => new CellType<int>(value => value),
            var raw when raw == typeof(uint) => new CellType<uint>(value => value),
            var raw when raw == typeof(long) => new CellType<long>(value => value),
            var raw when raw == typeof(ulong) => new CellType<ulong>(value => value),
            var raw when raw == typeof(TimeSpan) => new CellType<TimeSpan>(value => value.Ticks),
            _ => new CellType<DateTime>(value => value.Ticks),
        };
    }

    /// <summary>That of text.</summary>
    /// <param name="codeOf">The code of a value that is not empty.</param>
    public static CellType Text(Func<ReadOnlyMemory<char>, double> codeOf) =>
        new CellType<ReadOnlyMemory<char>>(value => value.IsEmpty ? double.NaN : codeOf(value));

    /// <summary>Creates a reader of a column in the current row.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    /// <param name="column">A column of this type, or of vectors of it.</param>
    public abstract CellReader CreateReader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Reads a column of scalars in some rows.</summary>
    /// <param name="values">An array of the raw type.</param>
    /// <param name="start">The first row.</param>
    /// <param name="cells">Gets a cell for each row.</param>
    public abstract void Read(Array values, int start, Span<double> cells);
}

/// <param name="number">The cell of a value.</param>
internal sealed class CellType<T>(Func<T, double> number) : CellType
{
    public override CellReader CreateReader(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector
            ? new VectorCells(row.GetGetter<VBuffer<T>>(column), number, column.Name, vector.Size)
            : new ScalarCell(row.GetGetter<T>(column), number);

    // Optimized at once: it may have read all rows before tiered compilation sees that it pays.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(Array values, int start, Span<double> cells)
    {
        ReadOnlySpan<T> read = ((T[])values).AsSpan(start, cells.Length);
        for (int row = 0; row < read.Length; row++)
        {
            cells[row] = number(read[row]);
        }
    }

    private sealed class ScalarCell(ValueGetter<T> read, Func<T, double> number) : CellReader
    {
        private T _value = default!;

        public override void Read(Span<double> cells)
        {
            read(ref _value);
            cells[0] = number(_value);
        }
    }

    private sealed class VectorCells(ValueGetter<VBuffer<T>> read, Func<T, double> number, string name, int size) : CellReader
    {
        private VBuffer<T> _values;

        public override void Read(Span<double> cells)
        {
            read(ref _values);

            // The type of a column states its length, but any code can be behind its getter.
            if (_values.Length != size)
            {
                throw FeatureColumnErrors.WrongLength(name, _values.Length, size);
            }

            cells.Clear();
            ReadOnlySpan<T> values = _values.GetValues();
            ReadOnlySpan<int> places = _values.GetIndices();
            for (int i = 0; i < values.Length; i++)
            {
                cells[_values.IsDense ? i : places[i]] = number(values[i]);
            }
        }
    }
}
