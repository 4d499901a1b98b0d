namespace VaeTransforms.Plots.Drawing;

/// <summary>Rows of images, and the words beside them.</summary>
/// <param name="Tiles">Row by row, from the top left; one without values leaves its place empty.</param>
internal sealed record MosaicBlock(IReadOnlyList<float[]> Tiles)
{
    public IReadOnlyList<string> RowNames { get; init; } = [];

    public string? RowTitle { get; init; }

    public IReadOnlyList<string> ColumnNames { get; init; } = [];

    public string? ColumnTitle { get; init; }
}
