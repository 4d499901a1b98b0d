using System.Globalization;
using System.Text;
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

    // Each of these fills a square of the font's size.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <returns>The width in pixels, and the height from slightly above the capitals to the baseline.</returns>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        // The base class gives points. Its height in points equals the height of a line without descenders in pixels.
        OxySize points = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        double others = (text ?? "").Split('\n').Max(line => line.EnumerateRunes().Sum(OfOther));
        return new OxySize((points.Width / PointsPerPixel) + (fontSize * others), points.Height);
    }

    /// <summary>Whether a letter is as wide as two of the Latin alphabet.</summary>
    public static bool IsWide(Rune letter) => Wide.Any(range => letter.Value >= range.First && letter.Value <= range.Last);

    private static double OfOther(Rune letter) =>
        letter.Value < KnownLetters ? 0
        : IsWide(letter) ? 1
        : Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format ? 0
        : WidthOfOthers;
}
