using Microsoft.ML;

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
    public static CellReader Numbers(DataViewRow row, DataViewSchema.Column column) =>
        CellType.Numbers(column.Type).CreateReader(row, column);

    /// <summary>Creates a reader for the codes of a text column.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    /// <param name="column">A column of text.</param>
    /// <param name="codeOf">The code of a value that is not empty.</param>
    public static CellReader Text(DataViewRow row, DataViewSchema.Column column, Func<ReadOnlyMemory<char>, double> codeOf) =>
        CellType.Text(codeOf).CreateReader(row, column);

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
}
