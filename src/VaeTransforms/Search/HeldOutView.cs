using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Search;

/// <summary>Some rows of a view, in its order and with all its columns.</summary>
/// <param name="source">The view.</param>
/// <param name="rows">The places of the rows, upwards.</param>
internal sealed class HeldOutView(IDataView source, long[] rows) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => rows.LongLength;

    // Without the random order: a place is one in the order of the source.
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), rows);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor source, long[] rows) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => source.Schema;

        public override long Position => _position;

        public override long Batch => source.Batch;

        public override bool MoveNext()
        {
            if (_position + 1 >= rows.LongLength)
            {
                return false;
            }

            do
            {
                if (!source.MoveNext())
                {
                    return false;
                }
            }
            while (source.Position < rows[_position + 1]);

            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
