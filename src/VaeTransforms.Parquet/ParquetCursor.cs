using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Parquet;

/// <summary>The rows of row groups.</summary>
internal sealed class ParquetCursor : DataViewRowCursor
{
    private readonly FileGroups _files;
    private readonly bool[] _active;
    private readonly Random? _random;
    private readonly GroupSequence _groups;
    private readonly long[] _firstRows;
    private GroupValues? _group;
    private int[]? _order;
    private int _row;
    private long _position = -1;
    private bool _disposed;

    public ParquetCursor(DataViewSchema schema, FileGroups files, bool[] active, Random? random)
    {
        (Schema, _files, _active, _random) = (schema, files, active, random);
        int[] order = [.. Enumerable.Range(0, files.Groups.Count)];
        random?.Shuffle(order);
        _groups = new GroupSequence(files, active, order);
        _firstRows = new long[files.Groups.Count];
        for (int i = 1; i < _firstRows.Length; i++)
        {
            _firstRows[i] = _firstRows[i - 1] + files.Groups[i - 1].Rows;
        }
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        (GroupValues group, int row) = Current();
        id = new DataViewRowId((ulong)(_firstRows[group.Place] + row), 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index])
        {
            throw TypedGetter.Inactive(column);
        }

        Delegate getter = _files.Columns[column.Index].Getter(() =>
        {
            (GroupValues group, int row) = Current();
            return (group.Columns[column.Index]!, row);
        });
        return TypedGetter.Of<TValue>(getter, column);
    }

    public override bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _row++;
        while (_group is null || _row >= _group.Rows)
        {
            _group = _groups.Next();
            if (_group is null)
            {
                _position = -1;
                return false;
            }

            _order = null;
            if (_random is not null)
            {
                _order = [.. Enumerable.Range(0, _group.Rows)];
                _random.Shuffle(_order);
            }

            _row = 0;
        }

        _position++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _groups.Dispose();
        }

        base.Dispose(disposing);
    }

    private (GroupValues Group, int Row) Current() => _group is { } group
        ? (group, _order is { } order ? order[_row] : _row)
        : throw TypedGetter.NoRow();
}
