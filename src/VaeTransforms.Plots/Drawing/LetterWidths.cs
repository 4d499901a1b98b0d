using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>
/// Measures text for the layout of SVG and PNG files by the widths of Helvetica's letters. The font of PNG files has the same
/// widths.
/// </summary>
/// <param name="width">Pixels of the picture.</param>
/// <param name="height">Pixels of the picture.</param>
internal sealed class LetterWidths(double width, double height) : PdfRenderContext(width, height, OxyColors.Undefined)
{
    private const double PointsPerPixel = 72.0 / 96;

    // The base class measures the letters of Western Europe and gives all others width 0. Most of those are about as wide as
    // an n, and few are wider than this.
    private const int KnownLetters = 256;
    private const double WidthOfOthers = 0.7;

    /// <returns>The width in pixels, and the height from slightly above the capitals to the baseline.</returns>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        // The base class gives points. Its height in points equals the height of a line without descenders in pixels.
        OxySize points = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        double others = WidthOfOthers * fontSize * (text ?? "").Count(letter => letter >= KnownLetters);
        return new OxySize((points.Width / PointsPerPixel) + others, points.Height);
    }
}
