using OxyPlot;
using SkiaSharp;
using VaeTransforms.Plots;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>A picture that needs no model. Public, because a script shows it.</summary>
public static class SamplePicture
{
    public static Picture Square { get; } = new("a square", 40, 20, new BlackSquare());

    internal static PictureOutput Output(SKColor color)
    {
        using var bitmap = new SKBitmap(40, 20);
        bitmap.Erase(SKColors.White);
        bitmap.Erase(color, SKRectI.Create(5, 5, 10, 10));
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return new PictureOutput(png.ToArray(), "a square", 40, 20);
    }

    private sealed class BlackSquare : Panel
    {
        public override void Draw(IRenderContext context) =>
            context.DrawRectangle(
                new OxyRect(5, 5, 10, 10), OxyColors.Black, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
    }
}
