using System.Text;
using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Text outside plots, in the font of the plots.</summary>
internal static class PictureText
{
    /// <summary>Pixels from one line to the next.</summary>
    public const double LineHeight = 18;

    // About a quarter of a picture's width; a longer name would leave too little room for the plot.
    private const int MaxNameLength = 32;

    /// <summary>Draws text.</summary>
    /// <param name="context">The target.</param>
    /// <param name="text">One or several lines.</param>
    /// <param name="x">Pixels from the picture's left edge.</param>
    /// <param name="y">Pixels from the picture's upper edge.</param>
    /// <param name="horizontal">The side of the text that is at <paramref name="x"/>.</param>
    /// <param name="vertical">The side of the text that is at <paramref name="y"/>.</param>
    /// <param name="rotation">Degrees, clockwise.</param>
    /// <param name="size">The font size in pixels.</param>
    public static void Draw(
        IRenderContext context,
        string text,
        double x,
        double y,
        HorizontalAlignment horizontal,
        VerticalAlignment vertical,
        double rotation = 0,
        double size = PlotFrame.FontSize) => context.DrawText(
            new ScreenPoint(x, y), text, Palette.Text, PlotFrame.Font, size, FontWeights.Normal, rotation, horizontal, vertical);

    /// <summary>A name from the data, truncated where it is long.</summary>
    public static string Short(string name) => Truncated(name, MaxNameLength);

    /// <summary>Text, truncated where it has more letters than there is room for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">In letters of the Latin alphabet; Chinese ones and others as wide count twice.</param>
    public static string Truncated(string text, int maxLength)
    {
        if (text.EnumerateRunes().Sum(Length) <= maxLength)
        {
            return text;
        }

        int length = 1;
        Rune[] kept = [.. text.EnumerateRunes().TakeWhile(letter => (length += Length(letter)) <= maxLength)];
        return string.Concat(kept.Select(letter => letter.ToString()).Append("…"));

        static int Length(Rune letter) => LetterWidths.IsWide(letter) ? 2 : 1;
    }

    /// <summary>The width of text in pixels.</summary>
    public static double Width(IRenderContext context, string text, double size = PlotFrame.FontSize) =>
        context.MeasureText(text, PlotFrame.Font, size, FontWeights.Normal).Width;
}
