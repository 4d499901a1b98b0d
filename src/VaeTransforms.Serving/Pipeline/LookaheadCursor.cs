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
    // Batches start small and grow, so that a caller who takes only a few rows, as a preview does, does not wait for hundreds.
    private const int FirstBatchRows = 16;
    private const int BatchGrowth = 4;

    private readonly VaeBinding _binding;
    private readonly bool[] _active;
    private readonly DataViewRowCursor _source;
    private readonly RowReader _features;
    private readonly BatchScorer _scorer;

    private readonly BufferedColumn?[] _passed;
    private readonly BufferedValues<DataViewRowId> _ids;
    private readonly long[] _batches;

    // The parts of the batch that are being computed, in the order of the rows.
    private readonly Queue<(int Part, int Rows)> _ahead = [];
    private int _nextPart;
    private int _nextBatchRows;
    private bool _sourceEnded;

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
        _nextBatchRows = Math.Min(FirstBatchRows, scorer.PartRows);
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
            moved = ++_row < _end || ReadAhead();
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

    private bool ReadAhead()
    {
        // The part that the caller finished is free again. Only full parts are computed ahead, because a caller who takes the
        // first, smaller parts may stop early.
        int wanted = _nextBatchRows < _scorer.PartRows ? 1 : _scorer.Parts;
        while (_ahead.Count < wanted && !_sourceEnded)
        {
            Fill();
        }

        _row = 0;
        _end = 0;
        if (!_ahead.TryDequeue(out (int Part, int Rows) next))
        {
            return false;
        }

        _scorer.Finish(next.Part);
        _row = next.Part * _scorer.PartRows;
        _end = _row + next.Rows;
        return true;
    }

    /// <summary>Reads the rows of a part and starts computing it.</summary>
    private void Fill()
    {
        int start = _nextPart * _scorer.PartRows;
        int end = Math.Min(start + _nextBatchRows, _scorer.Capacity);
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

        _sourceEnded = row < end;
        if (row > start)
        {
            _scorer.Begin(_nextPart, row - start);
            _ahead.Enqueue((_nextPart, row - start));
            _nextPart = (_nextPart + 1) % _scorer.Parts;
            _nextBatchRows = Math.Min(_nextBatchRows * BatchGrowth, _scorer.PartRows);
        }
    }

    private int CurrentRow() => _position >= 0 ? _row : throw TypedGetter.NoRow();
}
