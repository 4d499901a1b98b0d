using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>The columns of real and synthetic rows: a small histogram of each.</summary>
public static class ColumnShapes
{
    private const int Width = 960;
    private const int PanelsPerRow = 3;
    private const int BinHeight = 20;
    private const int FrameHeight = 80;

    // An interval of dates, and less than half of a panel's width.
    private const int MaxLabelLength = 24;

    /// <summary>Draws the histograms.</summary>
    /// <param name="report">The result of <see cref="TableQuality.Compare"/>.</param>
    /// <param name="maxColumns">
    /// The maximum number of columns, from 1; 24 by default. If there are more, those with the largest error are drawn.
    /// </param>
    /// <param name="title">The heading; null, the default, for the mean score.</param>
    /// <returns>
    /// A panel for each column, with its name and score. The upper bars are the real rows, the lower bars the synthetic rows, in
    /// percent of all rows. The outer intervals of numbers also count values beyond the range of the real rows.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below 1.</exception>
    public static Picture Draw(TableQualityReport report, int maxColumns = 24, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (maxColumns < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxColumns), maxColumns, "The number of columns must be at least 1.");
        }

        bool isPart = report.Shapes.Count > maxColumns;
        ColumnShape[] shapes = isPart
            ? [.. report.Shapes.OrderByDescending(shape => shape.Error).Take(maxColumns)]
            : [.. report.Shapes];
        var panels = new List<Panel>();
        double top = Picture.HeadingHeight;
        foreach (ColumnShape[] row in shapes.Chunk(PanelsPerRow))
        {
            double width = (double)Width / PanelsPerRow;
            double height = FrameHeight + (row.Max(shape => shape.Bins.Count) * BinHeight);
            panels.AddRange(row.Select((shape, place) =>
                new PlotPanel(Plot(shape, height), new OxyRect(place * width, top, width, height))));
            top += height;
        }

        string columns = isPart ? $"{shapes.Length} of {report.Shapes.Count}" : $"{shapes.Length}";
        string score = report.ShapeScore.ToString("F3", CultureInfo.InvariantCulture);
        string heading = title
            ?? $"{columns} columns, mean score {score}: real rows (upper bars, blue), synthetic rows (lower bars, orange)";
        return new Picture(heading, Width, (int)Math.Ceiling(top), panels);
    }

    private static PlotModel Plot(ColumnShape shape, double height)
    {
        // Panels side by side have one height, but bars of one thickness.
        double bottom = height - FrameHeight - (shape.Bins.Count * BinHeight) + 48;
        PlotModel plot = PlotFrame.Create(top: 8, right: 20, bottom: bottom);
        plot.Axes.Add(PlotFrame.Names(
            AxisPosition.Left, shape.Bins.Select(bin => PictureText.Truncated(bin.Label, MaxLabelLength))));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, "rows (%)", minimum: 0));
        string score = shape.Score.ToString("F3", CultureInfo.InvariantCulture);
        PlotFrame.SetTitle(plot, $"{PictureText.Short(shape.Name)}: {score}");
        plot.Series.Add(Bars(shape, Palette.Blue, bin => bin.RealShare));
        plot.Series.Add(Bars(shape, Palette.Vermilion, bin => bin.SyntheticShare));
        return plot;
    }

    private static BarSeries Bars(ColumnShape shape, OxyColor color, Func<ColumnBin, double> share)
    {
        var series = new BarSeries { FillColor = color, StrokeThickness = 0 };
        series.Items.AddRange(shape.Bins.Select((bin, place) => new BarItem(100 * share(bin), place)));
        return series;
    }
}
