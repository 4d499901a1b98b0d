using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>What is learned of the cells of a table while they are read: whether there are values, and their steps.</summary>
internal sealed class CellNotes
{
    private readonly bool[] _areAny;

    // The place among the steps of the cell's type; behind the last one for none.
    private readonly int[] _steps;

    /// <param name="cells">Cells in a row.</param>
    public CellNotes(int cells)
    {
        _areAny = new bool[cells];
        _steps = new int[cells];
    }

    /// <summary>Forgets all cells.</summary>
    public void Clear()
    {
        Array.Clear(_areAny);
        Array.Clear(_steps);
    }

    /// <summary>Learns from the cells of a column in a row.</summary>
    /// <param name="cells">Their values; NaN for none.</param>
    /// <param name="start">The place of the first.</param>
    /// <param name="type">Of the column.</param>
    public void Add(ReadOnlySpan<double> cells, int start, TableType type)
    {
        double[] steps = ValueStep.Of(type.ItemType);
        for (int i = 0; i < cells.Length; i++)
        {
            if (double.IsNaN(cells[i]))
            {
                continue;
            }

            _areAny[start + i] = true;
            ref int step = ref _steps[start + i];
            while (step < steps.Length && !ValueStep.Divides(cells[i], steps[step], type.ItemType))
            {
                step++;
            }
        }
    }

    /// <summary>Whether each cell of a column has a value in any row.</summary>
    public bool HasValues(int start, int count) => !_areAny.AsSpan(start, count).Contains(false);

    /// <summary>The steps of the slots of a column; null where no slot has one.</summary>
    public double[]? Steps(int start, TableType type)
    {
        double[] steps = ValueStep.Of(type.ItemType);
        double[] own = Array.ConvertAll(
            _steps[start..(start + type.Slots)], place => place < steps.Length ? steps[place] : ValueStep.None);
        return own.Any(step => step != ValueStep.None) ? own : null;
    }
}
