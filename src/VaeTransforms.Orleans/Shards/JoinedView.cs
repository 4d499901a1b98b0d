using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Orleans;

/// <summary>The rows of several views of the same columns, one view after another.</summary>
internal sealed class JoinedView : IDataView
{
    private readonly IReadOnlyList<IDataView> _views;

    /// <param name="views">At least one.</param>
    /// <exception cref="ArgumentException">Columns differ.</exception>
    public JoinedView(IReadOnlyList<IDataView> views)
    {
        _views = views;
        foreach ((int i, IDataView view) in views.Index())
        {
            string here = Text(view);
            if (here != Text(views[0]))
            {
                throw new ArgumentException(
                    $"All shards must have the same columns, but shard 0 has {Text(views[0])}, and shard {i} has {here}. Write "
                        + "them with the same columns in the same order.");
            }
        }
    }

    public DataViewSchema Schema => _views[0].Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int[] columns = [.. columnsNeeded.Select(column => column.Index)];
        return new Cursor(Schema, [.. _views.Select(view => view.GetRowCursor(columns.Select(i => view.Schema[i])))]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static string Text(IDataView view) =>
        string.Join(", ", view.Schema.Where(column => !column.IsHidden).Select(column => $"{column.Name}: {column.Type}"));

    private sealed class Cursor(DataViewSchema schema, DataViewRowCursor[] cursors) : DataViewRowCursor
    {
        private int _current;
        private long _position = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => cursors[0].IsColumnActive(Of(0, column));

        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            ValueGetter<DataViewRowId>[] getters = [.. cursors.Select(cursor => cursor.GetIdGetter())];
            return (ref DataViewRowId id) => getters[_current](ref id);
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue>[] getters = [.. cursors.Select((cursor, i) => cursor.GetGetter<TValue>(Of(i, column)))];
            return (ref TValue value) => getters[_current](ref value);
        }

        public override bool MoveNext()
        {
            while (_current < cursors.Length)
            {
                if (cursors[_current].MoveNext())
                {
                    _position++;
                    return true;
                }

                _current++;
            }

            _position = -1;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Array.ForEach(cursors, cursor => cursor.Dispose());
            }

            base.Dispose(disposing);
        }

        private DataViewSchema.Column Of(int cursor, DataViewSchema.Column column) => cursors[cursor].Schema[column.Index];
    }
}
