using SkiaSharp;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Asserts that a picture is not blank.</summary>
internal static class NotBlank
{
    // A frame, a heading and axes have less ink than this share of a chart's pixels; the sparsest scatter has more.
    private const double MinInk = 0.005;

    /// <summary>Requires a valid PNG file of the stated proportions that one color does not fill nearly completely.</summary>
    public static void Assert(PictureOutput picture)
    {
        using var codec = SKCodec.Create(new MemoryStream(picture.Png));
        Xunit.Assert.True(codec?.EncodedFormat == SKEncodedImageFormat.Png, $"'{picture.Title}' is not a PNG file.");
        using var bitmap = new SKBitmap(codec.Info);
        Xunit.Assert.Equal(SKCodecResult.Success, codec.GetPixels(codec.Info, bitmap.GetPixels()));
        Xunit.Assert.Equal(picture.Height / (double)picture.Width, bitmap.Height / (double)bitmap.Width, 0.01);
        SKColor[] pixels = bitmap.Pixels;
        int background = pixels.CountBy(pixel => pixel).Max(color => color.Value);
        Xunit.Assert.True(
            background < (1 - MinInk) * pixels.Length,
            $"'{picture.Title}' is blank except for {pixels.Length - background} of {pixels.Length} pixels.");
    }
}
