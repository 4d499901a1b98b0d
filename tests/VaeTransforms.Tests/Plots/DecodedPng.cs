using SkiaSharp;

namespace VaeTransforms.Tests.Plots;

/// <summary>A PNG file as pixels again.</summary>
internal sealed class DecodedPng : IDisposable
{
    private readonly SKBitmap _bitmap;

    public DecodedPng(byte[] png) => _bitmap = SKBitmap.Decode(png);

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    /// <summary>The colour at a place, as 0xRRGGBB.</summary>
    public int this[int x, int y] => (int)((uint)_bitmap.GetPixel(x, y) & 0xFFFFFF);

    /// <summary>How many pixels inside a rectangle are not white.</summary>
    public int Inked(int left = 0, int top = 0, int? right = null, int? bottom = null) =>
        Enumerable.Range(top, (bottom ?? Height) - top).Sum(y => Enumerable.Range(left, (right ?? Width) - left).Count(x => this[x, y] != 0xFFFFFF));

    /// <summary>How many pixels have exactly this colour.</summary>
    public int Count(int color) => Enumerable.Range(0, Height).Sum(y => Enumerable.Range(0, Width).Count(x => this[x, y] == color));

    public void Dispose() => _bitmap.Dispose();
}
