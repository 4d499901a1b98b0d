using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>Reads the cells of one column in the current row.</summary>
internal abstract class CellReader
{
    /// <summary>Reads the current row.</summary>
    /// <param name="cells">Every value is written; NaN for a missing value.</param>
    public abstract void Read(Span<double> cells);

    /// <summary>Creates a reader for numbers, Booleans and times, and for vectors of them.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    /// <param name="column">The column; its type was checked.</param>
    public static CellReader Numbers(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewType item = column.Type is VectorDataViewType { ItemType: var itemType } ? itemType : column.Type;
        return item.RawType switch
        {
            var type when type == typeof(float) => Of<float>(value => value),
            var type when type == typeof(double) => Of<double>(value => value),
            var type when type == typeof(bool) => Of<bool>(value => value ? 1 : 0),
            var type when type == typeof(sbyte) => Of<sbyte>(value => value),
            var type when type == typeof(byte) => Of<byte>(value => value),
            var type when type == typeof(short) => Of<short>(value => value),
            var type when type == typeof(ushort) => Of<ushort>(value => value),
            var type when type == typeof(int) => Of<int>(value => value),
            var type when type == typeof(uint) => Of<uint>(value => value),
            var type when type == typeof(long) => Of<long>(value => value),
            var type when type == typeof(ulong) => Of<ulong>(value => value),
            var type when type == typeof(TimeSpan) => Of<TimeSpan>(value => value.Ticks),
            _ => Of<DateTime>(value => value.Ticks),
        };

        CellReader Of<T>(Func<T, double> number) => column.Type is VectorDataViewType vector
            ? new VectorCells<T>(row.GetGetter<VBuffer<T>>(column), number, column.Name, vector.Size)
            : new ScalarCell<T>(row.GetGetter<T>(column), number);
    }

    /// <summary>Creates a reader for the codes of a text column.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    /// <param name="column">A column of text.</param>
    /// <param name="codeOf">The code of a value that is not empty.</param>
    public static CellReader Text(DataViewRow row, DataViewSchema.Column column, Func<ReadOnlyMemory<char>, double> codeOf) =>
        new ScalarCell<ReadOnlyMemory<char>>(
            row.GetGetter<ReadOnlyMemory<char>>(column), value => value.IsEmpty ? double.NaN : codeOf(value));

    /// <summary>Creates a reader for numbers that follow from the raw value of a key.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    /// <param name="column">A column of keys.</param>
    /// <param name="write">Writes the cells of a raw value, which counts from 1; 0 is missing.</param>
    public static CellReader Keys(DataViewRow row, DataViewSchema.Column column, KeyCells write) =>
        column.Type.RawType switch
        {
            var type when type == typeof(byte) => new KeyCell<byte>(row.GetGetter<byte>(column), value => value, write),
            var type when type == typeof(ushort) => new KeyCell<ushort>(row.GetGetter<ushort>(column), value => value, write),
            var type when type == typeof(uint) => new KeyCell<uint>(row.GetGetter<uint>(column), value => value, write),
            _ => new KeyCell<ulong>(row.GetGetter<ulong>(column), value => value, write),
        };

    /// <summary>Writes the cells of a key.</summary>
    public delegate void KeyCells(ulong raw, Span<double> cells);

    private sealed class ScalarCell<T>(ValueGetter<T> read, Func<T, double> number) : CellReader
    {
        private T _value = default!;

        public override void Read(Span<double> cells)
        {
            read(ref _value);
            cells[0] = number(_value);
        }
    }

    private sealed class KeyCell<T>(ValueGetter<T> read, Func<T, ulong> raw, KeyCells write) : CellReader
        where T : struct
    {
        private T _value;

        public override void Read(Span<double> cells)
        {
            read(ref _value);
            write(raw(_value), cells);
        }
    }

    private sealed class VectorCells<T>(ValueGetter<VBuffer<T>> read, Func<T, double> number, string name, int size) : CellReader
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
