using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>
/// Rows that are computed in the parts of a batch: for a wide network, other threads compute some parts while this one reads the
/// rows of the next, and its caller uses those of the previous.
/// </summary>
/// <param name="scorer">Computes them; its owner disposes it.</param>
/// <param name="fill">
/// Writes the input of rows from one place of the batch to before another, and returns how many rows: fewer only at the end.
/// </param>
internal sealed class LookaheadParts(BatchScorer scorer, Func<int, int, int> fill)
{
    // Batches start small and grow, so that a caller who takes only a few rows, as a preview does, does not wait for hundreds.
    private const int FirstBatchRows = 16;
    private const int BatchGrowth = 4;

    // The parts of the batch that are being computed, in the order of the rows.
    private readonly Queue<(int Part, int Rows)> _ahead = [];
    private int _nextPart;
    private int _nextBatchRows = Math.Min(FirstBatchRows, scorer.PartRows);
    private bool _ended;

    /// <summary>Waits for the next rows. Those before them are free again.</summary>
    /// <param name="start">The place of the first in the batch.</param>
    /// <param name="end">The place after the last.</param>
    /// <returns>Whether there are rows.</returns>
    public bool Next(out int start, out int end)
    {
        // Only full parts are computed ahead, because a caller who takes the first, smaller parts may stop early.
        int wanted = _nextBatchRows < scorer.PartRows ? 1 : scorer.Parts;
        while (_ahead.Count < wanted && !_ended)
        {
            Begin();
        }

        (start, end) = (0, 0);
        if (!_ahead.TryDequeue(out (int Part, int Rows) next))
        {
            return false;
        }

        scorer.Finish(next.Part);
        start = next.Part * scorer.PartRows;
        end = start + next.Rows;
        return true;
    }

    /// <summary>Reads the rows of a part and starts computing it.</summary>
    private void Begin()
    {
        int start = _nextPart * scorer.PartRows;
        int end = Math.Min(start + _nextBatchRows, scorer.Capacity);
        int rows = fill(start, end);
        _ended = rows < end - start;
        if (rows > 0)
        {
            scorer.Begin(_nextPart, rows);
            _ahead.Enqueue((_nextPart, rows));
            _nextPart = (_nextPart + 1) % scorer.Parts;
            _nextBatchRows = Math.Min(_nextBatchRows * BatchGrowth, scorer.PartRows);
        }
    }
}
