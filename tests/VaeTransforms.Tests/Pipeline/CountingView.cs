using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>A view that counts how it is used.</summary>
internal sealed class CountingView(IDataView source) : IDataView
{
    /// <summary>The number of values that were read, by column.</summary>
    public Dictionary<string, int> Reads { get; } = source.Schema.ToDictionary(column => column.Name, _ => 0);

    public int OpenCursors { get; private set; }

    public HashSet<string> ActiveColumns { get; } = [];

    /// <summary>The row at which reading throws a <see cref="FormatException"/>.</summary>
    public long? FailAtRow { get; set; }

    public Random? Rand { get; private set; }

    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        OpenCursors++;
        Rand = rand;
        ActiveColumns.UnionWith(columnsNeeded.Select(column => column.Name));
        return new Cursor(this, source.GetRowCursor(columnsNeeded, rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(CountingView view, DataViewRowCursor inner) : DataViewRowCursor
    {
        private bool _disposed;

        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool MoveNext() =>
            inner.Position + 1 == view.FailAtRow ? throw new FormatException() : inner.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = inner.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                view.Reads[column.Name]++;
                getter(ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                view.OpenCursors--;
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
