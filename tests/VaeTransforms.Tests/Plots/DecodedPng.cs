using SkiaSharp;

namespace VaeTransforms.Tests.Plots;

/// <summary>The pixels of a PNG file.</summary>
internal sealed class DecodedPng : IDisposable
{
    private readonly SKBitmap _bitmap;

    public DecodedPng(byte[] png) => _bitmap = SKBitmap.Decode(png);

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    /// <summary>The color of a pixel, as 0xRRGGBB.</summary>
    public int this[int x, int y] => (int)((uint)_bitmap.GetPixel(x, y) & 0xFFFFFF);

    /// <summary>The number of pixels inside a rectangle that are not white.</summary>
    public int Inked(int left = 0, int top = 0, int? right = null, int? bottom = null) =>
        Enumerable.Range(top, (bottom ?? Height) - top).Sum(y =>
            Enumerable.Range(left, (right ?? Width) - left).Count(x => this[x, y] != 0xFFFFFF));

    /// <summary>The number of pixels with exactly this color.</summary>
    public int Count(int color) =>
        Enumerable.Range(0, Height).Sum(y => Enumerable.Range(0, Width).Count(x => this[x, y] == color));

    public void Dispose() => _bitmap.Dispose();
}
