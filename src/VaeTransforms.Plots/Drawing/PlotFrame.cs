using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace VaeTransforms.Plots.Drawing;

/// <summary>The common style of all plots: fonts, axes, gridlines, legends.</summary>
internal static class PlotFrame
{
    // Every system has one of these fonts, and their letters have nearly the same widths.
    public const string Font = "Helvetica, Arial, sans-serif";
    public const double FontSize = 12;

    /// <summary>An empty plot.</summary>
    /// <param name="left">
    /// Pixels for the left axis; NaN, the default, for as many as its numbers and its title take.
    /// </param>
    /// <param name="top">Pixels above the plot.</param>
    /// <param name="right">Pixels to the right of the plot.</param>
    /// <param name="bottom">Pixels for the bottom axis.</param>
    public static PlotModel Create(double left = double.NaN, double top = 8, double right = 16, double bottom = 48) => new()
    {
        Culture = CultureInfo.InvariantCulture,
        DefaultFont = Font,
        DefaultFontSize = FontSize,
        TextColor = Palette.Text,
        Padding = new OxyThickness(8, 0, 0, 0),
        PlotAreaBorderThickness = default,
        PlotMargins = new OxyThickness(left, top, right, bottom),
    };

    /// <summary>A linear axis with gridlines.</summary>
    public static LinearAxis Axis(
        AxisPosition position, string title, double minimum = double.NaN, double maximum = double.NaN)
    {
        var axis = new LinearAxis { Minimum = minimum, Maximum = maximum };
        Style(axis, position, title);
        return axis;
    }

    /// <summary>A logarithmic axis with gridlines.</summary>
    public static LogarithmicAxis LogarithmicAxis(
        AxisPosition position, string title, double minimum = double.NaN, double maximum = double.NaN)
    {
        var axis = new LogarithmicAxis { Minimum = minimum, Maximum = maximum };
        Style(axis, position, title);
        return axis;
    }

    /// <summary>An axis of names. The first name is at the top or on the left.</summary>
    public static CategoryAxis Names(AxisPosition position, IEnumerable<string> names, string? title = null)
    {
        var axis = new CategoryAxis { GapWidth = 0.4 };
        Style(axis, position, title);
        axis.MajorGridlineStyle = LineStyle.None;
        axis.Labels.AddRange(names);
        (axis.StartPosition, axis.EndPosition) = position == AxisPosition.Left ? (1, 0) : (0, 1);
        return axis;
    }

    /// <summary>Adds a legend to the right of the plot.</summary>
    public static void AddLegend(PlotModel plot, string? title = null)
    {
        // A reader's system may show an SVG file in a font with wider letters.
        plot.Padding = new OxyThickness(plot.Padding.Left, plot.Padding.Top, 24, plot.Padding.Bottom);
        plot.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.RightTop,

            // Without the line break the title would touch the first entry.
            LegendTitle = title is null ? null : title + "\n",
            LegendTitleFontWeight = FontWeights.Normal,
            LegendFontSize = FontSize,
            LegendTitleFontSize = FontSize,
            LegendPadding = 0,
            LegendMargin = 4,
            LegendLineSpacing = 6,
            LegendSymbolLength = 14,
        });
    }

    /// <summary>Sets the title of one plot among several in a picture.</summary>
    public static void SetTitle(PlotModel plot, string title)
    {
        plot.Title = title;
        plot.TitleFontSize = FontSize;
        plot.TitleFontWeight = FontWeights.Normal;
        plot.TitlePadding = 4;
    }

    /// <summary>Text at a place in a plot.</summary>
    public static TextAnnotation Note(
        string text,
        DataPoint place,
        OxyColor color,
        HorizontalAlignment horizontal = HorizontalAlignment.Left,
        VerticalAlignment vertical = VerticalAlignment.Middle) => new()
        {
            Text = text,
            TextPosition = place,
            TextColor = color,
            TextHorizontalAlignment = horizontal,
            TextVerticalAlignment = vertical,
            StrokeThickness = 0,
        };

    /// <summary>A line across the plot, dotted by default.</summary>
    public static LineAnnotation Mark(
        LineAnnotationType type, double at, OxyColor color, LineStyle style = LineStyle.Dot) => new()
        {
            Type = type,
            X = at,
            Y = at,
            Color = color,
            LineStyle = style,
        };

    private static void Style(Axis axis, AxisPosition position, string? title)
    {
        axis.Position = position;
        axis.Title = title;
        axis.TitleFontSize = FontSize;
        axis.AxislineColor = Palette.Muted;
        axis.TicklineColor = Palette.Muted;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Palette.Grid;
        axis.MinorTickSize = 0;
        axis.MajorTickSize = 0;
        axis.AxisTickToLabelDistance = 6;
        axis.AxisTitleDistance = 10;
        axis.IsPanEnabled = false;
    }
}
