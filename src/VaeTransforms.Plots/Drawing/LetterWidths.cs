using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>
/// Measures text for the layout of both kinds of file: by the widths of Helvetica's letters, which are those of the font
/// that PNG files are written in, too.
/// </summary>
/// <param name="width">Of the picture.</param>
/// <param name="height">Of the picture.</param>
internal sealed class LetterWidths(double width, double height) : PdfRenderContext(width, height, OxyColors.Undefined)
{
    private const double PointsPerPixel = 72.0 / 96;

    // The base knows the letters of Western Europe and takes others to have no width; most are about as wide as an n, few are wider than this.
    private const int KnownLetters = 256;
    private const double WidthOfOthers = 0.7;

    /// <returns>The width in pixels, and a height from a little above the capitals to the baseline.</returns>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        // The base gives points, whose height happens to be that of a line without its descenders, in pixels.
        OxySize points = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        double others = WidthOfOthers * fontSize * (text ?? "").Count(letter => letter >= KnownLetters);
        return new OxySize((points.Width / PointsPerPixel) + others, points.Height);
    }
}
