using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>
/// Images of one shape in rows and columns. Each pixel of an image becomes a square of whole pixels of the picture.
/// </summary>
internal sealed class Mosaic
{
    // More pixels do not fit on a screen, and they cost memory.
    private const int LongestSide = 4000;
    private const int BytesPerPixel = 3;

    private Mosaic(OxyImage image, int columns, int rows, int tileWidth, int tileHeight, int gap)
    {
        Image = image;
        Columns = columns;
        Rows = rows;
        TileWidth = tileWidth;
        TileHeight = tileHeight;
        Gap = gap;
    }

    public OxyImage Image { get; }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>Pixels of the picture.</summary>
    public int TileWidth { get; }

    /// <summary>Pixels of the picture.</summary>
    public int TileHeight { get; }

    /// <summary>White pixels between tiles.</summary>
    public int Gap { get; }

    public int Width => Left(Columns) - Gap;

    public int Height => Top(Rows) - Gap;

    /// <summary>The left edge of a column, in pixels from the mosaic's left edge.</summary>
    public int Left(int column) => column * (TileWidth + Gap);

    /// <summary>The upper edge of a row, in pixels from the mosaic's upper edge.</summary>
    public int Top(int row) => row * (TileHeight + Gap);

    /// <summary>The side of the square that a pixel becomes, so that the columns fit the width.</summary>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="columns">Images in a row.</param>
    /// <param name="width">Pixels for all columns.</param>
    /// <param name="largestTile">The longest side of an image, in pixels of the picture.</param>
    /// <param name="gap">White pixels between images.</param>
    /// <returns>Pixels of the picture, from 1.</returns>
    public static int Magnification(ImageShape shape, int columns, int width, int largestTile, int gap = 2)
    {
        int fits = (((width + gap) / columns) - gap) / shape.Width;
        return Math.Max(1, Math.Min(fits, largestTile / Math.Max(shape.Width, shape.Height)));
    }

    /// <summary>Draws the images into one.</summary>
    /// <param name="tiles">Row by row, with finite values; an empty array leaves its place empty.</param>
    /// <param name="columns">Tiles in a row.</param>
    /// <param name="shape">The shape of every tile, with black and white set.</param>
    /// <param name="magnification">The side of the square that a pixel becomes, in pixels of the picture.</param>
    /// <param name="gap">White pixels between tiles.</param>
    /// <exception cref="ArgumentException">There are more pixels than a picture can have.</exception>
    public static Mosaic Compose(IReadOnlyList<float[]> tiles, int columns, ImageShape shape, int magnification, int gap = 2)
    {
        int rows = (tiles.Count + columns - 1) / columns;
        (int tileWidth, int tileHeight) = (shape.Width * magnification, shape.Height * magnification);
        (int width, int height) = ((columns * (tileWidth + gap)) - gap, (rows * (tileHeight + gap)) - gap);
        if (width > LongestSide || height > LongestSide)
        {
            throw new ArgumentException(
                $"{columns}×{rows} images of {shape} make {width}×{height} pixels, "
                + $"but a picture has at most {LongestSide} along a side. Draw fewer.");
        }

        byte[] pixels = new byte[width * height * BytesPerPixel];
        Array.Fill(pixels, byte.MaxValue);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            if (tiles[tile].Length > 0)
            {
                int left = tile % columns * (tileWidth + gap);
                int top = tile / columns * (tileHeight + gap);
                Fill(pixels.AsSpan(((top * width) + left) * BytesPerPixel), width, tiles[tile], shape, magnification);
            }
        }

        return new Mosaic(new OxyImage(PngFile.Encode(pixels, width, height)), columns, rows, tileWidth, tileHeight, gap);
    }

    /// <summary>Fills the pixels of one tile.</summary>
    /// <param name="pixels">The mosaic's bytes from the tile's upper left corner on.</param>
    /// <param name="width">Pixels in a line of the mosaic.</param>
    /// <param name="values">The slots of the tile.</param>
    /// <param name="shape">The shape of the tile.</param>
    /// <param name="magnification">The side of the square that a pixel becomes.</param>
    private static void Fill(Span<byte> pixels, int width, float[] values, ImageShape shape, int magnification)
    {
        for (int y = 0; y < shape.Height * magnification; y++)
        {
            for (int x = 0; x < shape.Width * magnification; x++)
            {
                int pixel = ((y / magnification) * shape.Width) + (x / magnification);
                Span<byte> target = pixels[(((y * width) + x) * BytesPerPixel)..];
                for (int channel = 0; channel < 3; channel++)
                {
                    target[channel] = Shade(values[Slot(shape, pixel, channel)], shape);
                }
            }
        }
    }

    private static int Slot(ImageShape shape, int pixel, int channel) => shape switch
    {
        { Channels: 1 } => pixel,
        { IsInterleaved: true } => (pixel * shape.Channels) + channel,
        _ => (channel * shape.Width * shape.Height) + pixel,
    };

    private static byte Shade(float value, ImageShape shape)
    {
        (float black, float white) = (shape.Black!.Value, shape.White!.Value);
        double share = black == white ? 0 : (value - (double)black) / (white - (double)black);
        return (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
    }
}
