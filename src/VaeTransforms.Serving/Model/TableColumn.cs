using Microsoft.ML.Data;

namespace VaeTransforms.Model;

/// <summary>How a column of a view becomes cells, which are numbers in double precision, and how cells become slots.</summary>
internal sealed record TableColumn
{
    public required string Name { get; init; }

    public required TableColumnKind Kind { get; init; }

    /// <summary>The type of the view's values; of a key, that of its key values.</summary>
    public required DataKind ItemType { get; init; }

    public bool IsKey { get; init; }

    /// <summary>Slots in a row.</summary>
    public required int Slots { get; init; }

    /// <summary>What is subtracted from numbers before they become Singles, [slots]; null for nothing.</summary>
    public double[]? Centers { get; init; }

    /// <summary>
    /// Whether all values of a slot are whole in training, [slots], so that new ones are whole too; null where no slot's are.
    /// </summary>
    public bool[]? AreWhole { get; init; }

    /// <summary>The values of a category, [slots], in the order of its codes, which count from 1.</summary>
    public string[]? Categories { get; init; }

    /// <summary>Cells: a category has one, which holds a code.</summary>
    public int Cells => Kind == TableColumnKind.Category ? 1 : Slots;
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
