using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Parquet;

/// <summary>Reads a row group while the rows of the one before it are used.</summary>
internal sealed class ParquetCursor : DataViewRowCursor
{
    private readonly FileGroups _files;
    private readonly bool[] _active;
    private readonly Random? _random;
    private readonly int[] _order;
    private readonly long[] _firstRows;
    private ParquetReader? _reader;
    private string? _file;
    private Task<Block>? _next;
    private Block? _block;
    private int _begun;
    private int _row;
    private long _position = -1;
    private bool _disposed;

    public ParquetCursor(DataViewSchema schema, FileGroups files, bool[] active, Random? random)
    {
        (Schema, _files, _active, _random) = (schema, files, active, random);
        _order = [.. Enumerable.Range(0, files.Groups.Count)];
        random?.Shuffle(_order);
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
        (Block block, int row) = Current();
        id = new DataViewRowId((ulong)(block.FirstRow + row), 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index])
        {
            throw TypedGetter.Inactive(column);
        }

        Delegate getter = _files.Columns[column.Index].Getter(() =>
        {
            (Block block, int row) = Current();
            return (block.Columns[column.Index]!, row);
        });
        return TypedGetter.Of<TValue>(getter, column);
    }

    public override bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _row++;
        while (_block is null || _row >= _block.Rows)
        {
            _next ??= Begin();
            if (_next is null)
            {
                _block = null;
                _position = -1;
                return false;
            }

            _block = _next.GetAwaiter().GetResult();
            _next = Begin();
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
            ((Task?)_next)?.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            if (_reader is { } reader)
            {
                Task.Run(async () => await reader.DisposeAsync()).GetAwaiter().GetResult();
            }
        }

        base.Dispose(disposing);
    }

    private (Block Block, int Row) Current() => _block is { } block
        ? (block, block.Order is { } order ? order[_row] : _row)
        : throw TypedGetter.NoRow();

    private Task<Block>? Begin()
    {
        if (_begun == _order.Length)
        {
            return null;
        }

        int place = _order[_begun++];
        FileGroup group = _files.Groups[place];

        // Drawn here and not by the task, so that the caller's stream is used by one thread.
        int[]? order = null;
        if (_random is not null)
        {
            order = [.. Enumerable.Range(0, group.Rows)];
            _random.Shuffle(order);
        }

        return Task.Run(() => ReadAsync(group, order, _firstRows[place]));
    }

    private async Task<Block> ReadAsync(FileGroup group, int[]? order, long firstRow)
    {
        if (_file != group.File)
        {
            if (_reader is not null)
            {
                await _reader.DisposeAsync();
            }

            _reader = await FileGroups.OpenAsync(group.File);
            _file = group.File;
        }

        if (group.Place >= _reader!.RowGroupCount)
        {
            throw Changed(group);
        }

        using ParquetRowGroupReader rows = _reader.OpenRowGroupReader(group.Place);
        if (rows.RowCount != group.Rows)
        {
            throw Changed(group);
        }

        var columns = new Array?[_active.Length];
        foreach ((int i, FileColumn column) in _files.Columns.Index().Where(pair => _active[pair.Index]))
        {
            DataField field = _reader.Schema.GetDataFields().FirstOrDefault(field => field.Name == column.Name)
                ?? throw Changed(group);
            try
            {
                columns[i] = await column.ReadAsync(rows, field);
            }
            catch (Exception e) when (e is not IOException)
            {
                throw new InvalidDataException(
                    $"Column '{column.Name}' of file '{group.File}' is damaged: {e.Message} Write the file again.", e);
            }
        }

        return new Block(columns, group.Rows, order, firstRow);
    }

    private static InvalidDataException Changed(FileGroup group) => new(
        $"File '{group.File}' has changed since it was loaded. Load it again, and do not write it while it is read.");

    /// <summary>The values of a row group.</summary>
    private sealed record Block(Array?[] Columns, int Rows, int[]? Order, long FirstRow);
}
