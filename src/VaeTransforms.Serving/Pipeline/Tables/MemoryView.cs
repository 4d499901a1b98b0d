using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>A view of columns in memory.</summary>
/// <param name="rows">How many rows.</param>
/// <param name="columns">The columns, with as many values as there are rows.</param>
internal sealed class MemoryView(long rows, IReadOnlyList<MemoryColumn> columns) : IDataView
{
    public DataViewSchema Schema { get; } = SchemaOf(columns);

    public bool CanShuffle => false;

    public long? GetRowCount() => rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, rows, columns, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema SchemaOf(IReadOnlyList<MemoryColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (MemoryColumn column in columns)
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    private sealed class Cursor(
        MemoryView view, long rows, IReadOnlyList<MemoryColumn> columns, IEnumerable<DataViewSchema.Column> needed)
        : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. needed.Select(column => column.Index)];
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            bool moved = _position < rows - 1 && (_position >= 0 || rows > 0);
            _position = moved ? _position + 1 : rows;
            return moved;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? TypedGetter.Of<TValue>(columns[column.Index].CreateGetter(CurrentRow), column)
            : throw TypedGetter.Inactive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)CurrentRow(), 0);

        private int CurrentRow() => _position >= 0 && _position < rows ? (int)_position : throw TypedGetter.NoRow();
    }
}

/// <summary>A column in memory.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">The type of its values.</param>
/// <param name="annotations">Its annotations.</param>
internal abstract class MemoryColumn(string name, DataViewType type, DataViewSchema.Annotations annotations)
{
    public string Name => name;

    public DataViewType Type => type;

    public DataViewSchema.Annotations Annotations => annotations;

    /// <summary>Creates a getter for the value in the current row.</summary>
    public abstract Delegate CreateGetter(Func<int> currentRow);
}

/// <summary>A column of scalar values.</summary>
internal sealed class MemoryValues<T>(string name, DataViewType type, DataViewSchema.Annotations annotations, T[] values)
    : MemoryColumn(name, type, annotations)
{
    public override Delegate CreateGetter(Func<int> currentRow) =>
        (ValueGetter<T>)((ref T value) => value = values[currentRow()]);
}

/// <summary>A column of vectors of one length.</summary>
internal sealed class MemoryVectors<T>(string name, DataViewType type, DataViewSchema.Annotations annotations, T[][] values)
    : MemoryColumn(name, type, annotations)
{
    public override Delegate CreateGetter(Func<int> currentRow) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => VectorValue.Set(values[currentRow()], ref value));
}
