using Microsoft.ML;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>
/// Scores blocks. It gives the columns that the model adds; whoever needs others takes them from the blocks. Their values are
/// those of <see cref="LookaheadCursor"/>: the batches are the same.
/// </summary>
internal sealed class BlockScorer : IDisposable
{
    private readonly VaeBinding _binding;
    private readonly BlockReader _reader;
    private readonly Func<Block?> _next;
    private readonly Action<Block, int, int> _read;
    private readonly BatchScorer _scorer;
    private readonly LookaheadParts _parts;

    // Of the block that is read at the moment, the first row that is not.
    private Block? _block;
    private int _start;

    private int _first;
    private int _end;

    /// <param name="binding">The pipeline.</param>
    /// <param name="active">
    /// Whether each column of the model's output schema is active. At least one that the model adds is active.
    /// </param>
    /// <param name="next">Gives the next block; null at the end.</param>
    /// <param name="read">
    /// Hears of each row of the blocks once and in their order, before it is scored: a block, the first row, and how many.
    /// </param>
    public BlockScorer(BlockBinding binding, bool[] active, Func<Block?> next, Action<Block, int, int> read)
    {
        (_binding, _next, _read) = (binding.Model, next, read);
        _reader = binding.CreateReader();
        _scorer = _binding.CreateBatch(active, VaeScorer.PreferredBatchSize(_binding.Scorer.Model.Architecture));
        _parts = new LookaheadParts(_scorer, Fill);
    }

    /// <summary>Scores the next rows.</summary>
    /// <returns>How many; 0 at the end.</returns>
    public int Next() => _parts.Next(out _first, out _end) ? _end - _first : 0;

    /// <summary>An added column in the rows that were scored.</summary>
    /// <param name="column">An active column of the model's output schema.</param>
    /// <returns>Of each slot an array of the raw type of the column; one array for a column of scalars.</returns>
    public Array[] Read(DataViewSchema.Column column) =>
        _binding.Read(_binding.Added(column), _scorer, _first, _end - _first);

    public void Dispose() => _scorer.Dispose();

    /// <summary>Reads rows for some places of the batch, of as many blocks as it takes.</summary>
    private int Fill(int start, int end)
    {
        int place = start;
        while (place < end)
        {
            if (_block is null || _start == _block.Rows)
            {
                (_block, _start) = (_next(), 0);
                if (_block is null)
                {
                    break;
                }
            }

            int rows = Math.Min(end - place, _block.Rows - _start);
            if (rows > 0)
            {
                _reader.Read(_block, _start, rows, _scorer, place);
                _read(_block, _start, rows);
            }

            _start += rows;
            place += rows;
        }

        return place - start;
    }
}
