using OxyPlot;
using SkiaSharp;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Images of one shape, side by side in rows and columns, each pixel a square of whole pixels of the picture.</summary>
internal sealed class Mosaic
{
    // Sixteen million pixels and more help nobody, and a screen's memory less.
    private const int LongestSide = 4000;
    private const int BytesPerPixel = 4;

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

    /// <summary>Where a column begins, from the mosaic's left edge.</summary>
    public int Left(int column) => column * (TileWidth + Gap);

    /// <summary>Where a row begins, from the mosaic's upper edge.</summary>
    public int Top(int row) => row * (TileHeight + Gap);

    /// <summary>How often a pixel is repeated along each side, so that columns fill a width at most, and are no larger than one can take in.</summary>
    public static int Magnification(ImageShape shape, int columns, int width, int largestTile, int gap = 2)
    {
        int fits = (((width + gap) / columns) - gap) / shape.Width;
        return Math.Max(1, Math.Min(fits, largestTile / Math.Max(shape.Width, shape.Height)));
    }

    /// <param name="tiles">Row by row, their values finite; one without values leaves its place empty.</param>
    /// <param name="columns">Tiles in a row.</param>
    /// <param name="shape">Of every tile; its range must be known.</param>
    /// <param name="magnification">How often a pixel is repeated along each side.</param>
    /// <param name="gap">White pixels between tiles.</param>
    /// <exception cref="ArgumentException">There are more pixels than a picture can show.</exception>
    public static Mosaic Compose(IReadOnlyList<float[]> tiles, int columns, ImageShape shape, int magnification, int gap = 2)
    {
        int rows = (tiles.Count + columns - 1) / columns;
        (int tileWidth, int tileHeight) = (shape.Width * magnification, shape.Height * magnification);
        (int width, int height) = ((columns * (tileWidth + gap)) - gap, (rows * (tileHeight + gap)) - gap);
        if (width > LongestSide || height > LongestSide)
        {
            throw new ArgumentException($"{columns}×{rows} images of {shape} make {width}×{height} pixels, but a picture has at most {LongestSide} along a side. Draw fewer.");
        }

        byte[] pixels = new byte[width * height * BytesPerPixel];
        Array.Fill(pixels, byte.MaxValue);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            float[] values = tiles[tile];
            if (values.Length == 0)
            {
                continue;
            }

            int left = tile % columns * (tileWidth + gap);
            int top = tile / columns * (tileHeight + gap);
            for (int y = 0; y < tileHeight; y++)
            {
                for (int x = 0; x < tileWidth; x++)
                {
                    int pixel = ((y / magnification) * shape.Width) + (x / magnification);
                    Span<byte> target = pixels.AsSpan((((top + y) * width) + left + x) * BytesPerPixel);
                    for (int channel = 0; channel < 3; channel++)
                    {
                        target[channel] = Shade(values[Slot(shape, pixel, channel)], shape);
                    }
                }
            }
        }

        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return new Mosaic(new OxyImage(png.ToArray()), columns, rows, tileWidth, tileHeight, gap);
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
