using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>Rows in memory, column by column.</summary>
/// <param name="Columns">Of each column of a schema an array of its raw type; null if it was not read.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record Block(IReadOnlyList<Array?> Columns, int Rows);

/// <summary>Reads rows of blocks as <see cref="TableReader"/> reads those of cursors. Not thread-safe.</summary>
internal sealed class BlockReader
{
    private readonly TableColumn[] _inputs;
    private readonly int[] _places;
    private readonly CellType[] _types;
    private double[] _cells = [];

    /// <param name="inputs">The columns that become slots. Each has one cell in a row, and is not a key.</param>
    /// <param name="schema">The schema of the blocks, which has these columns.</param>
    public BlockReader(IReadOnlyList<(TableColumn Input, int Place)> inputs, DataViewSchema schema)
    {
        _inputs = [.. inputs.Select(pair => pair.Input)];
        _places = [.. inputs.Select(pair => pair.Place)];
        _types = [.. inputs.Select(pair => pair.Input.Kind == TableColumnKind.Category
            ? CellType.Text(new TextCodes(pair.Input.Categories!).FindOrUnseen)
            : CellType.Numbers(schema[pair.Place].Type))];
    }

    /// <summary>Writes the input of rows.</summary>
    /// <param name="block">The block.</param>
    /// <param name="start">The first row of the block.</param>
    /// <param name="rows">How many.</param>
    /// <param name="batch">Gets them.</param>
    /// <param name="place">The place of the first in the batch.</param>
    public void Read(Block block, int start, int rows, BatchScorer batch, int place)
    {
        Span<float> slots = batch.Inputs(place, rows);
        int width = slots.Length / rows;
        if (_cells.Length < rows)
        {
            _cells = new double[rows];
        }

        int slot = 0;
        for (int i = 0; i < _inputs.Length; i++)
        {
            TableColumn input = _inputs[i];
            Span<double> cells = _cells.AsSpan(0, rows);
            _types[i].Read(block.Columns[_places[i]]!, start, cells);
            input.Expand(cells, slots[slot..], width);
            slot += input.Slots;
        }
    }
}
