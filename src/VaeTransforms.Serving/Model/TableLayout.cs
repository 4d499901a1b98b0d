using System.Numerics.Tensors;
using VaeTransforms.Numerics;

namespace VaeTransforms.Model;

/// <summary>How the columns of a view become the slots of a row, and back.</summary>
/// <param name="Inputs">The columns, in the order of the slots.</param>
internal sealed record TableLayout(IReadOnlyList<TableColumn> Inputs)
{
    /// <summary>The code of a value that training never saw.</summary>
    public const double UnseenCode = 0;

    // An interface would allocate for each row.
    private readonly TableColumn[] _inputs = [.. Inputs];

    /// <summary>Slots in a row, D.</summary>
    public int Size { get; } = Inputs.Sum(input => input.Slots);

    /// <summary>Cells in a row.</summary>
    public int Cells { get; } = Inputs.Sum(input => input.Cells);

    /// <summary>What was subtracted from each slot, [D]; null for nothing.</summary>
    public double[]? Centers { get; } = Inputs.All(input => input.Centers is null)
        ? null
        : [.. Inputs.SelectMany(input => input.Centers ?? new double[input.Slots])];

    /// <summary>The step of each slot, [D].</summary>
    private double[] Steps => field ??= [.. Inputs.SelectMany(input => input.Steps ?? new double[input.Slots])];

    /// <summary>The value of a slot in the units of the input: a multiple of its step, where a Single cannot tell the two
    /// apart.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="value">Centered.</param>
    public double Value(int slot, float value)
    {
        double exact = value + (Centers?[slot] ?? 0);
        double multiple = ValueStep.Round(exact, Steps[slot]);
        double precision = (double)MathF.BitIncrement(Math.Abs(value)) - Math.Abs(value);
        return Math.Abs(multiple - exact) <= precision ? multiple : exact;
    }

    /// <summary>The place of a slot's value among the cells of a row.</summary>
    public int CellOf(int slot)
    {
        int cell = 0;
        foreach (TableColumn input in _inputs)
        {
            if (slot < input.Slots)
            {
                return cell + (slot % input.Cells);
            }

            cell += input.Cells;
            slot -= input.Slots;
        }

        throw new ArgumentOutOfRangeException(nameof(slot), slot, "No such slot.");
    }

    /// <summary>The slots of a row from its cells.</summary>
    /// <param name="cells">
    /// Numbers, or codes of categories; NaN where a value is missing. A code that has no slot is as good as unseen.
    /// </param>
    /// <param name="row">[D], centered; every value is written.</param>
    public void Expand(ReadOnlySpan<double> cells, Span<float> row)
    {
        foreach (TableColumn input in _inputs)
        {
            input.Expand(cells[..input.Cells], row[..input.Slots]);
            cells = cells[input.Cells..];
            row = row[input.Slots..];
        }
    }

    /// <summary>
    /// The cells of a row from its slots: a category has the value whose slot is largest, and a number is a multiple of the step
    /// of its slot.
    /// </summary>
    /// <param name="row">[D], centered.</param>
    /// <param name="cells">Every value is written.</param>
    public void Collapse(ReadOnlySpan<float> row, Span<double> cells)
    {
        foreach (TableColumn input in _inputs)
        {
            ReadOnlySpan<float> slots = row[..input.Slots];
            if (input.Kind == TableColumnKind.Category)
            {
                cells[0] = float.IsNaN(slots[0]) ? double.NaN : TensorPrimitives.IndexOfMax(slots) + 1;
            }
            else
            {
                for (int slot = 0; slot < slots.Length; slot++)
                {
                    cells[slot] = ValueStep.Round(
                        slots[slot] + (input.Centers?[slot] ?? 0), input.Steps?[slot] ?? ValueStep.None);
                }
            }

            row = row[input.Slots..];
            cells = cells[input.Cells..];
        }
    }

    /// <summary>Two are equal when their columns are.</summary>
    public bool Equals(TableLayout? other) => other is not null && Inputs.SequenceEqual(other.Inputs);

    /// <inheritdoc/>
    public override int GetHashCode() => Inputs.Count;
}
