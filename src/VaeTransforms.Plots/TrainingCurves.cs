using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace VaeTransforms.Plots;

/// <summary>The course of a fit: the evidence lower bound and its two parts, epoch by epoch.</summary>
public static class TrainingCurves
{
    private const int Width = 800;
    private const int Height = 720;

    // Lines without points would hide runs of few epochs, and one epoch altogether.
    private const int MostEpochsWithPoints = 30;

    // The lines' names stand behind their ends.
    private const double SpaceForNames = 1.1;

    // The share of the height between two panels.
    private const double Gap = 0.06;

    // Blue and vermilion of Okabe and Ito's palette, which people with any kind of colour vision can tell apart.
    private static readonly OxyColor TrainColor = OxyColor.FromRgb(0x00, 0x72, 0xB2);
    private static readonly OxyColor HeldOutColor = OxyColor.FromRgb(0xD5, 0x5E, 0x00);
    private static readonly OxyColor BestColor = OxyColor.FromRgb(0x59, 0x59, 0x59);

    /// <summary>Draws three panels over one axis of epochs: ELBO, reconstruction error, KL divergence.</summary>
    /// <param name="report">The report of a fit.</param>
    /// <returns>
    /// A line each for the rows trained on and, where there are any, the held-out rows, in nats per row; the epoch whose
    /// weights the model has is marked.
    /// </returns>
    public static Picture Draw(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string title = string.Create(CultureInfo.InvariantCulture, $"VAE {report.Architecture}, {report.Architecture.Likelihood} likelihood, Beta {report.Summary.Beta}");
        var plot = new PlotModel
        {
            Title = title,
            TitleFontWeight = FontWeights.Normal,
            TitleFontSize = 14,
            Culture = CultureInfo.InvariantCulture,
            Background = OxyColors.White,
            DefaultFont = "Helvetica, Arial, sans-serif",
            PlotAreaBorderThickness = default,
            PlotMargins = new OxyThickness(84, double.NaN, 24, 56),
        };
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Title = $"epoch; {BestEpoch(report.Best)}",
            Minimum = 0,
            Maximum = 1 + (report.Epochs.Count * SpaceForNames),
            MinimumMajorStep = 1,
            MinimumMinorStep = 1,
            AxisTitleDistance = 10,
        });

        AddPanel(plot, report, "ELBO", metrics => metrics.Elbo, bottom: 2.0 / 3);
        AddPanel(plot, report, "reconstruction error", metrics => metrics.ReconstructionError, bottom: 1.0 / 3);
        AddPanel(plot, report, "KL divergence", metrics => metrics.KlDivergence, bottom: 0);
        return new Picture(title, Width, Height, new PlotPanel(plot, new OxyRect(0, 0, Width, Height)));
    }

    private static void AddPanel(
        PlotModel plot, TrainingReport report, string name, Func<ElboMetrics, double> value, double bottom)
    {
        plot.Axes.Add(new LinearAxis
        {
            Key = name,
            Position = AxisPosition.Left,
            Title = $"{name} (nats)",
            StartPosition = bottom,
            EndPosition = bottom + (1.0 / 3) - Gap,
            MinimumPadding = 0.08,
            MaximumPadding = 0.08,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.FromRgb(0xE6, 0xE6, 0xE6),
            MinorTickSize = 0,
            AxisTitleDistance = 26,
        });

        plot.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Vertical,
            X = report.Best.Epoch,
            YAxisKey = name,
            Color = BestColor,
            LineStyle = LineStyle.Dot,
        });

        double train = value(report.Epochs[^1].Train);
        double? heldOut = report.Epochs[^1].Validation is { } last ? value(last) : null;
        AddLine("train", TrainColor, epoch => epoch.Train, isUpper: !(heldOut > train));
        if (heldOut is not null)
        {
            AddLine("held out", HeldOutColor, epoch => epoch.Validation, isUpper: heldOut > train);
        }

        void AddLine(string rows, OxyColor color, Func<EpochMetrics, ElboMetrics?> metrics, bool isUpper)
        {
            DataPoint[] points = [.. report.Epochs.Select(epoch => new DataPoint(epoch.Epoch, metrics(epoch) is { } parts ? value(parts) : double.NaN))];
            plot.Series.Add(new LineSeries
            {
                ItemsSource = points,
                YAxisKey = name,
                Color = color,
                MarkerType = points.Length <= MostEpochsWithPoints ? MarkerType.Circle : MarkerType.None,
            });

            // At the line's end, on the side where the other line is not.
            plot.Annotations.Add(new TextAnnotation
            {
                Text = rows,
                TextPosition = points[^1],
                YAxisKey = name,
                TextColor = color,
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = isUpper ? VerticalAlignment.Bottom : VerticalAlignment.Top,
                Offset = new ScreenVector(6, 0),
                StrokeThickness = 0,
            });
        }
    }

    private static string BestEpoch(EpochMetrics best) => string.Create(
        CultureInfo.InvariantCulture,
        $"best epoch: {best.Epoch} (dotted), ELBO {(best.Validation ?? best.Train).Elbo:F1} nats");
}
