using Microsoft.ML;

namespace VaeTransforms.Pipeline;

/// <summary>The columns of a schema that a model reads as one row.</summary>
internal interface IRowInputs
{
    /// <summary>The columns of the schema.</summary>
    IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>How messages name them together.</summary>
    string Name { get; }

    /// <summary>The number of values in a row, D.</summary>
    int Size { get; }

    /// <summary>The size of each axis of a row; one of D for a vector. Default: that.</summary>
    IReadOnlyList<int> Axes => [Size];

    /// <summary>[D], or null if there are none.</summary>
    IReadOnlyList<string>? SlotNames { get; }

    /// <summary>The name of a slot in messages.</summary>
    string DescribeSlot(int slot);

    /// <summary>Creates a reader for a row or cursor in which the columns are active.</summary>
    RowReader CreateReader(DataViewRow row);
}
