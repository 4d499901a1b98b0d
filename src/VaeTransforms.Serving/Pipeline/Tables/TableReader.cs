using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>Reads the columns of a table as the slots of a row.</summary>
/// <param name="layout">The columns.</param>
/// <param name="readers">One for each column.</param>
/// <param name="codes">The codes of each category; null for other columns.</param>
internal sealed class TableReader(TableLayout layout, IReadOnlyList<CellReader> readers, IReadOnlyList<TextCodes?> codes)
    : RowReader
{
    private readonly double[] _cells = new double[layout.Cells];

    /// <summary>The cells of the last row, exact.</summary>
    public ReadOnlySpan<double> Cells => _cells;

    /// <summary>The columns, with the values that have a code by now.</summary>
    public TableLayout Layout => new([.. layout.Inputs.Zip(codes, (input, own) => own is null
        ? input
        : input with { Categories = [.. own.Categories] })]);

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

    public override double Original(int slot) => _cells[layout.CellOf(slot)];
}
