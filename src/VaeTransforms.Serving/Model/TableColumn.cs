using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;

namespace VaeTransforms.Model;

/// <summary>How a column of a view becomes cells, which are numbers in double precision, and how cells become slots.</summary>
internal sealed record TableColumn
{
    public required string Name { get; init; }

    public required TableColumnKind Kind { get; init; }

    /// <summary>The type of the view's values; of a key, that of its key values.</summary>
    public required DataKind ItemType { get; init; }

    public bool IsKey { get; init; }

    /// <summary>Whether the slots are indicators of categories.</summary>
    public bool HoldsCategories => Kind is TableColumnKind.Category or TableColumnKind.Indicators;

    /// <summary>Slots in a row.</summary>
    public required int Slots { get; init; }

    /// <summary>What is subtracted from numbers before they become Singles, [slots]; null for nothing.</summary>
    public double[]? Centers { get; init; }

    /// <summary>
    /// What all values of a slot are multiples of in training, [slots], so that new ones are too: see <see cref="ValueStep"/>.
    /// Null where no slot has a step.
    /// </summary>
    public double[]? Steps { get; init; }

    /// <summary>The values of a category, [slots], in the order of its codes, which count from 1.</summary>
    public string[]? Categories { get; init; }

    /// <summary>The values of a key whose values are numbers, [slots]; null for another column.</summary>
    public NamedKeys? Keys { get; init; }

    /// <summary>Cells: a category has one, which holds a code.</summary>
    public int Cells => Kind == TableColumnKind.Category ? 1 : Slots;

    /// <summary>The slots of a row from its cells.</summary>
    /// <param name="cells">
    /// [<see cref="Cells"/>] numbers, or the code of a category; NaN where a value is missing. A code that has no slot is as good
    /// as unseen.
    /// </param>
    /// <param name="slots">[slots], centered; every value is written.</param>
    public void Expand(ReadOnlySpan<double> cells, Span<float> slots)
    {
        if (Kind == TableColumnKind.Category)
        {
            Indicate(cells[0], slots);
            return;
        }

        for (int slot = 0; slot < slots.Length; slot++)
        {
            slots[slot] = Centered(cells[slot], Centers?[slot] ?? 0);
        }
    }

    /// <summary>The slots of many rows of a column with one cell in each.</summary>
    /// <param name="cells">[rows].</param>
    /// <param name="slots">Those of the first row, and those of the others at distances of <paramref name="width"/>.</param>
    /// <param name="width">Slots in a row of all columns.</param>
    /// <remarks>Optimized at once: it may have read all rows before tiered compilation sees that it pays.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Expand(ReadOnlySpan<double> cells, Span<float> slots, int width)
    {
        if (Kind == TableColumnKind.Category)
        {
            for (int row = 0; row < cells.Length; row++)
            {
                Indicate(cells[row], slots.Slice(row * width, Slots));
            }

            return;
        }

        double center = Centers?[0] ?? 0;
        for (int row = 0; row < cells.Length; row++)
        {
            slots[row * width] = Centered(cells[row], center);
        }
    }

    private static float Centered(double cell, double center) => NearestSingle.Of(cell - center);

    private static void Indicate(double code, Span<float> slots)
    {
        if (double.IsNaN(code))
        {
            slots.Fill(float.NaN);
            return;
        }

        slots.Clear();
        if (code != TableLayout.UnseenCode && code <= slots.Length)
        {
            slots[(int)code - 1] = 1;
        }
    }
}

/// <summary>What a column of a table holds.</summary>
internal enum TableColumnKind
{
    /// <summary>A number, a Boolean or a time: one slot.</summary>
    Number,

    /// <summary>A vector of numbers: a slot for each.</summary>
    Vector,

    /// <summary>Text, or a key whose values are text: a slot for each value.</summary>
    Category,

    /// <summary>A key without values: a slot for each number.</summary>
    Indicators,
}
