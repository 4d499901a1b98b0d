using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Images of one shape in one block or several, one below the other.</summary>
internal static class MosaicPicture
{
    private const int FullWidth = 800;
    private const int LeastWidth = 480;
    private const int Margin = 24;
    private const int LargestTile = 72;
    private const int NameHeight = 20;
    private const int BetweenBlocks = 14;

    /// <param name="title">The heading.</param>
    /// <param name="blocks">From one on.</param>
    /// <param name="columns">Of each block.</param>
    /// <param name="image">Null for a grey square; an end of its range that it does not say is that of all images here.</param>
    /// <param name="gap">White pixels between images.</param>
    /// <exception cref="ArgumentException">The rows do not form such images, hold values that are not finite, or are too many.</exception>
    public static Picture Create(string title, IReadOnlyList<MosaicBlock> blocks, int columns, ImageShape? image, int gap = 2)
    {
        float[][] rows = [.. blocks.SelectMany(block => block.Tiles).Where(tile => tile.Length > 0)];
        ImageShape shape = ImageShape.For(RowLength.OfFinite(rows, "image"), image).WithRangeOf(rows);

        var letters = new LetterWidths(FullWidth, FullWidth);
        double names = blocks.SelectMany(block => block.RowNames).Select(name => Words.Width(letters, name)).DefaultIfEmpty().Max();
        int left = Margin + (int)Math.Ceiling(names) + (blocks.Any(block => block.RowTitle is not null) ? NameHeight : 0);
        int magnification = Mosaic.Magnification(shape, columns, FullWidth - left - Margin, LargestTile, gap);
        Mosaic[] mosaics = [.. blocks.Select(block => Mosaic.Compose(block.Tiles, columns, shape, magnification, gap))];

        int width = left + mosaics[0].Width + Margin;
        left += Math.Max(0, LeastWidth - width) / 2;
        int top = Picture.HeadingHeight;
        var panels = new List<Panel>();
        foreach ((MosaicBlock block, Mosaic mosaic) in blocks.Zip(mosaics))
        {
            panels.Add(new MosaicPanel(mosaic, left, top) { RowNames = block.RowNames, RowTitle = block.RowTitle, ColumnNames = block.ColumnNames, ColumnTitle = block.ColumnTitle });
            top += mosaic.Height + BetweenBlocks + (block.ColumnNames.Count > 0 ? NameHeight : 0) + (block.ColumnTitle is null ? 0 : NameHeight);
        }

        return new Picture(title, Math.Max(width, LeastWidth), top, panels);
    }
}
