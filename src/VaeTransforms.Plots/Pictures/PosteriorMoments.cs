using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>The posteriors of rows: a panel for each latent dimension, with a point for each row's mean and variance.</summary>
/// <remarks>
/// A dimension that collapsed to the prior is a dot at mean 0 and variance 1. A dimension that collapsed to points is a smear
/// at the bottom. A dimension in use is a cloud between the two.
/// </remarks>
public static class PosteriorMoments
{
    private const int Width = 800;
    private const int PanelHeight = 190;
    private const int MaxColumns = 4;
    private const int MaxPanels = 16;
    private const int MaxPoints = 500;

    /// <summary>Draws the posteriors of a view's rows.</summary>
    /// <param name="data">The output of a pipeline with <c>VaeEncode</c> and its <c>LogVarianceColumnName</c>.</param>
    /// <param name="meanColumnName">The column of latent means.</param>
    /// <param name="logVarianceColumnName">The column of log-variances.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or its rows cannot be drawn.</exception>
    public static Picture Draw(IDataView data, string meanColumnName, string logVarianceColumnName, string? title = null) =>
        Draw(ViewColumns.Vectors(data, meanColumnName), ViewColumns.Vectors(data, logVarianceColumnName), title);

    /// <summary>Draws posteriors.</summary>
    /// <param name="means">[n], each [K].</param>
    /// <param name="logVariances">[n], each [K]; natural logarithms.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <returns>
    /// The panels of up to 16 dimensions, those with the largest KL divergence, with up to 500 rows, a random selection. All
    /// panels have the same axes.
    /// </returns>
    /// <exception cref="ArgumentException">There are no rows, they differ in length, or a value is not finite.</exception>
    public static Picture Draw(
        IReadOnlyList<float[]> means, IReadOnlyList<float[]> logVariances, string? title = null)
    {
        int size = RequireMoments(means, logVariances);
        double[] kl = [.. Enumerable.Range(0, size).Select(j =>
            means.Zip(logVariances, (mean, logVariance) => KlDivergence(mean[j], logVariance[j])).Average())];
        int[] drawn = [.. Enumerable.Range(0, size).OrderByDescending(j => kl[j]).ThenBy(j => j).Take(MaxPanels)];
        int[] rows = RowSelection.Of(means.Count, MaxPoints);

        ScatterPoint[][] points = [.. drawn.Select(j =>
            rows.Select(row => new ScatterPoint(means[row][j], Math.Exp(logVariances[row][j]))).ToArray())];
        double reach = 1.05 * Math.Max(3, points.Max(panel => panel.Max(point => Math.Abs(point.X))));
        double low = Math.Min(points.Min(panel => panel.Min(point => point.Y)) / 1.5, 0.1);
        double high = Math.Max(points.Max(panel => panel.Max(point => point.Y)) * 1.5, 3);

        int columns = Math.Min(MaxColumns, drawn.Length);
        double panelWidth = (double)Width / columns;
        Panel[] panels = [.. drawn.Select((dimension, place) => new PlotPanel(
            Plot(dimension, points[place]),
            new OxyRect(
                place % columns * panelWidth,
                Picture.HeadingHeight + (place / columns * PanelHeight),
                panelWidth,
                PanelHeight)))];

        int height = Picture.HeadingHeight + ((drawn.Length + columns - 1) / columns * PanelHeight);
        return new Picture(title ?? Heading(rows.Length, drawn.Length, size), Width, height, panels);

        PlotModel Plot(int dimension, ScatterPoint[] points)
        {
            PlotModel plot = PlotFrame.Create(top: 4, right: 10, bottom: 44);
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, "mean", -reach, reach));
            plot.Axes.Add(PlotFrame.LogarithmicAxis(AxisPosition.Left, "variance", low, high));
            AddPosteriors(plot, points);
            PlotFrame.SetTitle(
                plot,
                string.Create(CultureInfo.InvariantCulture, $"{LatentPlane.Name(dimension)}, KL {kl[dimension]:F2} nats"));
            return plot;
        }
    }

    private static int RequireMoments(IReadOnlyList<float[]> means, IReadOnlyList<float[]> logVariances)
    {
        int size = RowChecks.RequireFinite(means, "mean");
        RowChecks.RequireEach(logVariances, means.Count, "log-variance", "mean");
        int other = RowChecks.RequireFinite(logVariances, "log-variance");
        return size == other
            ? size
            : throw new ArgumentException(
                $"Means and log-variances must have the same length, but they have {size} and {other} values.");
    }

    /// <summary>Adds the points of the rows, and a cross at the prior.</summary>
    private static void AddPosteriors(PlotModel plot, ScatterPoint[] points)
    {
        var series = new ScatterSeries
        {
            MarkerType = MarkerType.Circle,
            MarkerSize = 1.6,
            MarkerFill = OxyColor.FromAColor(140, Palette.Blue),
            MarkerStrokeThickness = 0,
        };
        series.Points.AddRange(points);
        plot.Series.Add(series);
        plot.Annotations.Add(new PointAnnotation
        {
            X = 0,
            Y = 1,
            Shape = MarkerType.Cross,
            Size = 6,
            Stroke = Palette.Vermilion,
            StrokeThickness = 2,
        });
    }

    private static string Heading(int rows, int drawn, int size)
    {
        string dimensions = drawn == size
            ? $"{size} latent dimensions"
            : $"the {drawn} of {size} latent dimensions with the largest KL divergence";
        return string.Create(
            CultureInfo.InvariantCulture, $"Posteriors of {rows:N0} rows in {dimensions}; the cross is the prior");
    }

    private static double KlDivergence(double mean, double logVariance) =>
        0.5 * (Math.Exp(logVariance) + (mean * mean) - 1 - logVariance);
}
