using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Words outside plots, in the plots' letters.</summary>
internal static class Words
{
    /// <summary>From one line to the next.</summary>
    public const double LineHeight = 18;

    // About a quarter of a picture; names that go on leave too little to what they name.
    private const int LongestName = 32;

    public static void Draw(
        IRenderContext context,
        string text,
        double x,
        double y,
        HorizontalAlignment horizontal,
        VerticalAlignment vertical,
        double rotation = 0,
        double size = PlotFrame.FontSize,
        OxyColor? color = null) =>
        context.DrawText(new ScreenPoint(x, y), text, color ?? Palette.Text, PlotFrame.Font, size, FontWeights.Normal, rotation, horizontal, vertical);

    /// <summary>A name that came with the data, cut where it is long.</summary>
    public static string Short(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1), "…");

    public static double Width(IRenderContext context, string text, double size = PlotFrame.FontSize) =>
        context.MeasureText(text, PlotFrame.Font, size, FontWeights.Normal).Width;
}
