using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>
/// A cursor that reads rows ahead from one source cursor, scores some at a time, and hands them out one by one. The rows of
/// a wide network are scored on other threads, while this one reads those to come and the caller takes those before.
/// </summary>
internal sealed class LookaheadCursor : DataViewRowCursor
{
    // Whoever takes only a few rows, as a preview does, should not pay for hundreds: batches start small and grow.
    private const int FirstBatchRows = 16;
    private const int BatchGrowth = 4;

    private readonly VaeBinding _binding;
    private readonly bool[] _active;
    private readonly DataViewRowCursor _source;
    private readonly FeatureReader _features;
    private readonly BatchScorer _scorer;

    private readonly BufferedColumn?[] _passed;
    private readonly BufferedValues<DataViewRowId> _ids;
    private readonly long[] _batches;

    // The parts of the batch that are being computed, in the order of their rows.
    private readonly Queue<(int Part, int Rows)> _ahead = [];
    private int _nextPart;
    private int _nextBatchRows;
    private bool _sourceEnded;

    private int _end;
    private int _row;
    private long _position = -1;
    private bool _disposed;

    /// <param name="binding">The columns.</param>
    /// <param name="active">Which of them are asked for; at least one that the model adds.</param>
    /// <param name="source">Has the columns that those need; disposed with this cursor.</param>
    /// <param name="scorer">Computes the outputs that those need; disposed with this cursor.</param>
    public LookaheadCursor(VaeBinding binding, bool[] active, DataViewRowCursor source, BatchScorer scorer)
    {
        _binding = binding;
        _active = active;
        _source = source;
        _scorer = scorer;
        _features = new FeatureReader(source, binding.Features);
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
            // At the end, as ML.NET's cursors do: callers often let go of a finished cursor without disposing it. And
            // after an error, since the rows read ahead so far are lost and going on would skip them in silence.
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
        // The part that was handed out is free again. Ahead of whole parts only: the first, smaller ones are for whoever stops early.
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

    /// <summary>Reads the rows of a part and has it computed.</summary>
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
