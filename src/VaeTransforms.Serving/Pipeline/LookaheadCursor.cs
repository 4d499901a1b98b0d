using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>
/// A cursor that reads rows ahead from its source, scores them in batches, and returns them one by one. For a wide network,
/// other threads score rows while this thread reads the next rows and the caller uses the previous ones.
/// </summary>
internal sealed class LookaheadCursor : DataViewRowCursor
{
    private readonly VaeBinding _binding;
    private readonly bool[] _active;
    private readonly DataViewRowCursor _source;
    private readonly RowReader _features;
    private readonly BatchScorer _scorer;

    private readonly BufferedColumn?[] _passed;
    private readonly BufferedValues<DataViewRowId> _ids;
    private readonly long[] _batches;

    private readonly LookaheadParts _parts;
    private int _end;
    private int _row;
    private long _position = -1;
    private bool _disposed;

    /// <param name="binding">The columns.</param>
    /// <param name="active">Whether each column is active. At least one that the model adds is active.</param>
    /// <param name="source">A cursor with the columns that these need. This cursor disposes it.</param>
    /// <param name="scorer">Computes the outputs for these columns. This cursor disposes it.</param>
    public LookaheadCursor(VaeBinding binding, bool[] active, DataViewRowCursor source, BatchScorer scorer)
    {
        _binding = binding;
        _active = active;
        _source = source;
        _scorer = scorer;
        _features = binding.Inputs.CreateReader(source);
        _passed = [.. binding.InputSchema.Select(
            column => active[column.Index] ? BufferedColumn.Create(source, column, scorer.Capacity) : null)];
        _ids = new BufferedValues<DataViewRowId>(source.GetIdGetter(), scorer.Capacity);
        _batches = new long[scorer.Capacity];
        _parts = new LookaheadParts(scorer, Fill);
    }

    public override DataViewSchema Schema => _binding.OutputSchema;

    public override long Position => _position;

    public override long Batch => _position >= 0 ? _batches[_row] : 0;

    public override bool MoveNext()
    {
        if (_disposed)
        {
            return false;
        }

        bool moved = false;
        try
        {
            moved = ++_row < _end || _parts.Next(out _row, out _end);
        }
        finally
        {
            // ML.NET's cursors also dispose themselves at the end, because callers often do not dispose a finished cursor. After
            // an error the rows that were read ahead are lost, and continuing would skip them silently.
            if (!moved)
            {
                Dispose();
            }
        }

        _position += moved ? 1 : 0;
        return moved;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw TypedGetter.Inactive(column);
        }

        Delegate getter = _binding.Passed(column) is { } passed
            ? _passed[passed.Index]!.CreateGetter(CurrentRow)
            : _binding.CreateGetter(_binding.Added(column), output => _scorer.Output(output, CurrentRow()));
        return TypedGetter.Of<TValue>(getter, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.CreateGetter(CurrentRow);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _position = -1;
            _scorer.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads rows for some places of the batch.</summary>
    private int Fill(int start, int end)
    {
        int row = start;
        for (; row < end && _source.MoveNext(); row++)
        {
            _features.Read(_scorer.Input(row));
            foreach (BufferedColumn? column in _passed)
            {
                column?.Fill(row);
            }

            _ids.Fill(row);
            _batches[row] = _source.Batch;
        }

        return row - start;
    }

    private int CurrentRow() => _position >= 0 ? _row : throw TypedGetter.NoRow();
}
