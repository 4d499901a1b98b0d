using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>Reads the columns of a table as the slots of a row.</summary>
/// <param name="layout">The columns.</param>
/// <param name="readers">One for each column.</param>
internal sealed class TableReader(TableLayout layout, IReadOnlyList<CellReader> readers) : RowReader
{
    private readonly double[] _cells = new double[layout.Cells];

    /// <summary>The cells of the last row, exact.</summary>
    public ReadOnlySpan<double> Cells => _cells;

    public override void Read(Span<float> row)
    {
        int start = 0;
        for (int i = 0; i < readers.Count; i++)
        {
            int cells = layout.Inputs[i].Cells;
            readers[i].Read(_cells.AsSpan(start, cells));
            start += cells;
        }

        layout.Expand(_cells, row);
    }
}
