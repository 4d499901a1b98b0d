using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>How far the relation of each pair of columns differs between real and synthetic rows.</summary>
public static class PairTrendMap
{
    private const int Width = 800;
    private const int ColumnHeight = 22;

    // Even with few columns, the text beside the color scale needs the height of this many.
    private const int MinRows = 10;

    /// <summary>Draws the errors of all pairs.</summary>
    /// <param name="report">The result of <see cref="TableQuality.Compare"/>, with 2 to 60 columns.</param>
    /// <param name="title">The heading; null, the default, for the mean score.</param>
    /// <returns>A map with a row and a column for each column of the table: dark where the relation agrees.</returns>
    /// <exception cref="ArgumentException">The report has fewer than 2 columns, or more than 60.</exception>
    public static Picture Draw(TableQualityReport report, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        int count = report.Shapes.Count;
        if (count is < 2 or > SlotNames.MaxNamed)
        {
            throw new ArgumentException(
                $"The picture shows pairs of 2 to {SlotNames.MaxNamed} columns, but the report has {count}. "
                + "Name the columns to compare in TableQualityOptions.Columns.",
                nameof(report));
        }

        string[] names = [.. report.Shapes.Select(shape => PictureText.Short(shape.Name))];
        var letters = new LetterWidths(Width, Width);
        double room = names.Max(name => PictureText.Width(letters, name)) + 24;
        PlotModel plot = PlotFrame.Create(top: 4, right: 88, bottom: room);
        CategoryAxis bottom = PlotFrame.Names(AxisPosition.Bottom, names);
        bottom.Angle = -90;
        plot.Axes.Add(PlotFrame.Names(AxisPosition.Left, names));
        plot.Axes.Add(bottom);
        plot.Axes.Add(ColorAxis(report.PairTrends.Max(pair => pair.Error)));
        plot.Series.Add(new HeatMapSeries
        {
            X0 = 0,
            X1 = count - 1,
            Y0 = 0,
            Y1 = count - 1,
            Data = Errors(report),
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
        });

        string heading = title ?? string.Create(
            CultureInfo.InvariantCulture, $"Pair trends of {count} columns, mean score {report.PairTrendScore:F3}");
        int height = Picture.HeadingHeight + (int)Math.Ceiling(room) + (Math.Max(count, MinRows) * ColumnHeight);
        return PlotPicture.Create(heading, Width, height, plot);
    }

    private static double[,] Errors(TableQualityReport report)
    {
        // The pairs are in the order of the columns: (0, 1), (0, 2), …, (1, 2), …
        int count = report.Shapes.Count;
        var errors = new double[count, count];
        int pair = 0;
        for (int i = 0; i < count; i++)
        {
            errors[i, i] = double.NaN;
            for (int j = i + 1; j < count; j++)
            {
                errors[i, j] = errors[j, i] = report.PairTrends[pair++].Error;
            }
        }

        return errors;
    }

    private static LinearColorAxis ColorAxis(double maximum) => new()
    {
        Position = AxisPosition.Right,
        Palette = OxyPalettes.Cividis(),
        InvalidNumberColor = OxyColors.White,
        Minimum = 0,
        Maximum = Math.Max(maximum, 1e-3),
        Title = "error, 1 - score",
        AxisDistance = 8,
        AxisTitleDistance = 10,
        MinorTickSize = 0,
    };
}
