using SkiaSharp;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Whether a picture shows anything.</summary>
internal static class NotBlank
{
    // A frame, a heading and axes alone stay below this share of a chart's pixels; the sparsest scatter is above it.
    private const double LeastInk = 0.005;

    /// <summary>The PNG decodes to the size it says, and not nearly all of its pixels have one colour.</summary>
    public static void Assert(PictureOutput picture)
    {
        using var codec = SKCodec.Create(new MemoryStream(picture.Png));
        Xunit.Assert.True(codec?.EncodedFormat == SKEncodedImageFormat.Png, $"'{picture.Title}' is no PNG.");
        using var bitmap = new SKBitmap(codec.Info);
        Xunit.Assert.Equal(SKCodecResult.Success, codec.GetPixels(codec.Info, bitmap.GetPixels()));
        Xunit.Assert.Equal(picture.Height / (double)picture.Width, bitmap.Height / (double)bitmap.Width, 0.01);
        SKColor[] pixels = bitmap.Pixels;
        int most = pixels.CountBy(pixel => pixel).Max(colour => colour.Value);
        Xunit.Assert.True(most < (1 - LeastInk) * pixels.Length, $"'{picture.Title}' is blank but for {pixels.Length - most} of {pixels.Length} pixels.");
    }
}
