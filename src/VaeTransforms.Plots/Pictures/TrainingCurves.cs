using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>The course of a fit: the evidence lower bound and its two parts, epoch by epoch.</summary>
public static class TrainingCurves
{
    private const int Width = 800;
    private const int Height = 740;

    // Without points, lines of few epochs are hard to see, and a single epoch has no line at all.
    private const int MaxEpochsWithPoints = 30;

    // The axis goes on behind the ends of the lines, so that their names have room.
    private const double RoomForNames = 1.1;

    // The share of the height between two panels.
    private const double Gap = 0.06;

    /// <summary>Draws three panels over one axis of epochs: ELBO, reconstruction error, KL divergence.</summary>
    /// <param name="report">The report of a fit.</param>
    /// <returns>
    /// One line for the training rows and one for the held-out rows where there are any, in nats per row. A mark shows the
    /// epoch whose weights the model has.
    /// </returns>
    public static Picture Draw(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        PlotModel plot = PlotFrame.Create(right: 24);
        LinearAxis epochs = PlotFrame.Axis(
            AxisPosition.Bottom,
            $"epoch; {BestEpoch(report.Best)}",
            minimum: 0,
            maximum: 1 + (report.Epochs.Count * RoomForNames));
        epochs.MinimumMajorStep = 1;
        epochs.MajorGridlineStyle = LineStyle.None;
        epochs.MajorTickSize = 5;
        plot.Axes.Add(epochs);

        AddPanel(plot, report, "ELBO", metrics => metrics.Elbo, bottom: 2.0 / 3);
        AddPanel(plot, report, "reconstruction error", metrics => metrics.ReconstructionError, bottom: 1.0 / 3);
        AddPanel(plot, report, "KL divergence", metrics => metrics.KlDivergence, bottom: 0);
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"VAE {report.Architecture}, {report.Architecture.Likelihood} likelihood, Beta {report.Summary.Beta}");
        return PlotPicture.Create(title, Width, Height, plot);
    }

    private static void AddPanel(
        PlotModel plot, TrainingReport report, string name, Func<ElboMetrics, double> value, double bottom)
    {
        LinearAxis axis = PlotFrame.Axis(AxisPosition.Left, $"{name} (nats)");
        axis.Key = name;
        axis.StartPosition = bottom;
        axis.EndPosition = bottom + (1.0 / 3) - Gap;
        axis.MinimumPadding = 0.08;
        axis.MaximumPadding = 0.08;
        plot.Axes.Add(axis);

        LineAnnotation best = PlotFrame.Mark(LineAnnotationType.Vertical, report.Best.Epoch, Palette.Reference);
        best.YAxisKey = name;
        plot.Annotations.Add(best);

        double train = value(report.Epochs[^1].Train);
        double? heldOut = report.Epochs[^1].Validation is { } last ? value(last) : null;
        AddLine("train", Palette.Blue, epoch => epoch.Train, isUpper: !(heldOut > train));
        if (heldOut is not null)
        {
            AddLine("held out", Palette.Vermilion, epoch => epoch.Validation, isUpper: heldOut > train);
        }

        void AddLine(string rows, OxyColor color, Func<EpochMetrics, ElboMetrics?> metrics, bool isUpper)
        {
            DataPoint[] points = [.. report.Epochs.Select(epoch =>
                new DataPoint(epoch.Epoch, metrics(epoch) is { } parts ? value(parts) : double.NaN))];
            plot.Series.Add(new LineSeries
            {
                ItemsSource = points,
                YAxisKey = name,
                Color = color,
                MarkerType = points.Length <= MaxEpochsWithPoints ? MarkerType.Circle : MarkerType.None,
            });

            // The name is at the end of the line, on the side away from the other line.
            TextAnnotation label = PlotFrame.Note(
                rows, points[^1], color, vertical: isUpper ? VerticalAlignment.Bottom : VerticalAlignment.Top);
            label.YAxisKey = name;
            label.Offset = new ScreenVector(6, 0);
            plot.Annotations.Add(label);
        }
    }

    private static string BestEpoch(EpochMetrics best) => string.Create(
        CultureInfo.InvariantCulture,
        $"best epoch: {best.Epoch} (dotted), ELBO {(best.Validation ?? best.Train).Elbo:F1} nats");
}
