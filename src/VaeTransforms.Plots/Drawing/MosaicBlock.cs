namespace VaeTransforms.Plots.Drawing;

/// <summary>Images in rows and columns, and the text beside them.</summary>
/// <param name="Tiles">Row by row, from the top left; an empty array leaves its place empty.</param>
internal sealed record MosaicBlock(IReadOnlyList<float[]> Tiles)
{
    /// <summary>[rows], to the left of the rows, one or several lines each.</summary>
    public IReadOnlyList<string> RowNames { get; init; } = [];

    /// <summary>The title of the row names, to their left.</summary>
    public string? RowTitle { get; init; }

    /// <summary>[columns], below the columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; init; } = [];

    /// <summary>The title of the column names, below them.</summary>
    public string? ColumnTitle { get; init; }
}
