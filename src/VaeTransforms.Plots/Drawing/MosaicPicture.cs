using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A picture of images with one shape, in one block or in several blocks below each other.</summary>
internal static class MosaicPicture
{
    private const int FullWidth = 800;
    private const int MinWidth = 480;
    private const int Margin = 24;
    private const int LargestTile = 72;
    private const int NameHeight = 20;
    private const int BetweenBlocks = 14;

    /// <summary>Composes the blocks below the heading.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="blocks">At least one.</param>
    /// <param name="columns">Columns of each block.</param>
    /// <param name="image">
    /// The layout of a row; null for a gray square. Where it leaves black or white open, the lowest and highest values of all
    /// images in the picture apply.
    /// </param>
    /// <param name="gap">White pixels between images.</param>
    /// <exception cref="ArgumentException">
    /// The rows do not form such images, a value is not finite, or there are too many images.
    /// </exception>
    public static Picture Create(string title, IReadOnlyList<MosaicBlock> blocks, int columns, ImageShape? image, int gap = 2)
    {
        float[][] rows = [.. blocks.SelectMany(block => block.Tiles).Where(tile => tile.Length > 0)];
        ImageShape shape = ImageShape.For(RowChecks.RequireFinite(rows, "image"), image).WithRangeOf(rows);

        var letters = new LetterWidths(FullWidth, FullWidth);
        double names = blocks
            .SelectMany(block => block.RowNames)
            .Select(name => PictureText.Width(letters, name))
            .DefaultIfEmpty()
            .Max();
        int titleWidth = blocks.Any(block => block.RowTitle is not null) ? NameHeight : 0;
        int left = Margin + (int)Math.Ceiling(names) + titleWidth;
        int magnification = Mosaic.Magnification(shape, columns, FullWidth - left - Margin, LargestTile, gap);
        Mosaic[] mosaics = [.. blocks.Select(block => Mosaic.Compose(block.Tiles, columns, shape, magnification, gap))];

        int width = left + mosaics[0].Width + Margin;
        left += Math.Max(0, MinWidth - width) / 2;
        int top = Picture.HeadingHeight;
        var panels = new List<Panel>();
        foreach ((MosaicBlock block, Mosaic mosaic) in blocks.Zip(mosaics))
        {
            panels.Add(new MosaicPanel(mosaic, left, top, block));
            int textHeight = (block.ColumnNames.Count > 0 ? NameHeight : 0) + (block.ColumnTitle is null ? 0 : NameHeight);
            top += mosaic.Height + BetweenBlocks + textHeight;
        }

        return new Picture(title, Math.Max(width, MinWidth), top, panels);
    }

    /// <summary>Blocks in which each image of a first list stands above those of the others that belong to it.</summary>
    /// <param name="lists">[lists], each [n].</param>
    /// <param name="listNames">[lists], to the left of the rows.</param>
    /// <param name="captions">[n], below the columns; null for none.</param>
    /// <param name="columns">Columns of each block.</param>
    public static MosaicBlock[] Bands(
        IReadOnlyList<float[]>[] lists, IReadOnlyList<string> listNames, IReadOnlyList<string>? captions, int columns)
    {
        return [.. Enumerable.Range(0, lists[0].Count).Chunk(columns).Select(Band)];

        MosaicBlock Band(int[] places)
        {
            // In a short last block, empty tiles fill the end of each row.
            float[][] filling = [.. Enumerable.Repeat<float[]>([], columns - places.Length)];
            return new MosaicBlock([.. lists.SelectMany(list => places.Select(place => list[place]).Concat(filling))])
            {
                RowNames = listNames,
                ColumnNames = captions is null ? [] : [.. places.Select(place => captions[place])],
            };
        }
    }

    /// <summary>The number of columns that spreads images evenly over as few blocks as possible.</summary>
    /// <param name="images">From 1.</param>
    /// <param name="maxColumns">Columns of a block at most.</param>
    public static int EvenColumns(int images, int maxColumns)
    {
        int blocks = (images + maxColumns - 1) / maxColumns;
        return (images + blocks - 1) / blocks;
    }
}
