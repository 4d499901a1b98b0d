using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>What the encoder says about rows: a panel for each latent dimension, a point for each row's mean and variance.</summary>
/// <remarks>
/// A dimension that collapsed to the prior is a dot at mean 0 and variance 1, one that collapsed to points a smear at the
/// bottom, and one in use a cloud between.
/// </remarks>
public static class PosteriorMoments
{
    private const int Width = 800;
    private const int PanelHeight = 190;
    private const int Columns = 4;
    private const int MostPanels = 16;
    private const int MostPoints = 500;

    /// <summary>Draws the posteriors of a view's rows.</summary>
    /// <param name="data">What a pipeline with <c>VaeEncode</c> and its <c>LogVarianceColumnName</c> gives.</param>
    /// <param name="meanColumnName">The column of latent means.</param>
    /// <param name="logVarianceColumnName">The column of log-variances.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or cannot be drawn.</exception>
    public static Picture Draw(IDataView data, string meanColumnName, string logVarianceColumnName, string? title = null) =>
        Draw(ViewColumns.Vectors(data, meanColumnName), ViewColumns.Vectors(data, logVarianceColumnName), title);

    /// <summary>Draws posteriors.</summary>
    /// <param name="means">[n], each [K].</param>
    /// <param name="logVariances">[n], each [K]; natural logarithms.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>
    /// Up to 16 panels, those with the largest KL divergence, and up to 500 rows, a random selection. All panels have the same axes.
    /// </returns>
    /// <exception cref="ArgumentException">There are no rows, they differ in length, or a value is not finite.</exception>
    public static Picture Draw(IReadOnlyList<float[]> means, IReadOnlyList<float[]> logVariances, string? title = null)
    {
        int size = RowLength.OfFinite(means, "mean");
        RowLength.RequireEach(logVariances, means.Count, "log-variance", "mean");
        if (RowLength.OfFinite(logVariances, "log-variance") != size)
        {
            throw new ArgumentException($"Means and log-variances must have the same length, but they have {size} and {logVariances[0].Length} values.");
        }

        double[] kl = [.. Enumerable.Range(0, size).Select(j => means.Zip(logVariances, (mean, log) => KlDivergence(mean[j], log[j])).Average())];
        int[] drawn = [.. Enumerable.Range(0, size).OrderByDescending(j => kl[j]).ThenBy(j => j).Take(MostPanels)];
        int[] rows = RowSelection.Of(means.Count, MostPoints);

        double reach = 1.05 * Math.Max(3, drawn.Max(j => rows.Max(row => Math.Abs(means[row][j]))));
        double[] variances = [.. drawn.SelectMany(j => rows.Select(row => Math.Exp(logVariances[row][j])))];
        (double low, double high) = (Math.Min(variances.Min() / 1.5, 0.1), Math.Max(variances.Max() * 1.5, 3));

        int columns = Math.Min(Columns, drawn.Length);
        double panelWidth = (double)Width / columns;
        Panel[] panels = [.. drawn.Select((j, place) => new PlotPanel(
            Panel(j), new OxyRect(place % columns * panelWidth, Picture.HeadingHeight + (place / columns * PanelHeight), panelWidth, PanelHeight)))];

        string which = drawn.Length == size ? $"{size} latent dimensions" : $"the {drawn.Length} of {size} latent dimensions with the largest KL divergence";
        string heading = title ?? string.Create(CultureInfo.InvariantCulture, $"Posteriors of {rows.Length:N0} rows in {which}; the cross is the prior");
        return new Picture(heading, Width, Picture.HeadingHeight + ((drawn.Length + columns - 1) / columns * PanelHeight), panels);

        PlotModel Panel(int dimension)
        {
            PlotModel plot = PlotFrame.Create(top: 4, right: 10, bottom: 44);
            plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, "mean", -reach, reach));
            plot.Axes.Add(PlotFrame.LogarithmicAxis(AxisPosition.Left, "variance", low, high));
            var series = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 1.6, MarkerFill = OxyColor.FromAColor(140, Palette.Blue), MarkerStrokeThickness = 0 };
            series.Points.AddRange(rows.Select(row => new ScatterPoint(means[row][dimension], Math.Exp(logVariances[row][dimension]))));
            plot.Series.Add(series);
            plot.Annotations.Add(new PointAnnotation { X = 0, Y = 1, Shape = MarkerType.Cross, Size = 6, Stroke = Palette.Vermilion, StrokeThickness = 2 });
            PlotFrame.SetTitle(plot, string.Create(CultureInfo.InvariantCulture, $"{LatentPlane.Name(dimension)}, KL {kl[dimension]:F2} nats"));
            return plot;
        }
    }

    private static double KlDivergence(double mean, double logVariance) => 0.5 * (Math.Exp(logVariance) + (mean * mean) - 1 - logVariance);
}
