using OxyPlot;

namespace VaeTransforms.Plots;

/// <summary>Words outside plots, in the plots' letters.</summary>
internal static class Words
{
    /// <summary>From one line to the next.</summary>
    public const double LineHeight = 18;

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

    public static double Width(IRenderContext context, string text, double size = PlotFrame.FontSize) =>
        context.MeasureText(text, PlotFrame.Font, size, FontWeights.Normal).Width;
}
