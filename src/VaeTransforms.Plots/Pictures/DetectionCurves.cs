using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>How well anomaly scores separate anomalous rows: the ROC curve, and beside it precision against recall.</summary>
public static class DetectionCurves
{
    private const int Width = 800;
    private const int Height = 480;
    private const int MaxDetectors = 6;

    /// <summary>Draws the curves of a view's scores.</summary>
    /// <param name="data">The output of a pipeline with the anomaly detector.</param>
    /// <param name="labelColumnName">A Boolean column, true for anomalous rows; "Label" by default.</param>
    /// <param name="scoreColumnName">The column of scores; higher is more anomalous; "Score" by default.</param>
    /// <param name="title">The heading; null, the default, for the numbers of rows.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing or of another type, a score is not finite, or all rows are normal or all anomalous.
    /// </exception>
    public static Picture Draw(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string? title = null) =>
        Draw(ViewColumns.Flags(data, labelColumnName), ViewColumns.Numbers(data, scoreColumnName), title);

    /// <summary>Draws the curves of one list of scores.</summary>
    /// <param name="isAnomaly">[n], true for anomalous rows.</param>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="title">The heading; null, the default, for the numbers of rows.</param>
    /// <exception cref="ArgumentException">
    /// There is not one score per label, a score is not finite, or all rows are normal or all anomalous.
    /// </exception>
    public static Picture Draw(IReadOnlyList<bool> isAnomaly, IReadOnlyList<float> scores, string? title = null) =>
        Draw(isAnomaly, [new DetectorScores("", scores)], title);

    /// <summary>Draws the curves of several detectors in the same axes.</summary>
    /// <param name="isAnomaly">[n], true for anomalous rows.</param>
    /// <param name="detectors">One to six detectors, with their scores of the same rows.</param>
    /// <param name="title">The heading; null, the default, for the numbers of rows.</param>
    /// <returns>
    /// Dashed lines show random scores. AUC is the area under the ROC curve; AP is the average precision.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is not one score per label, a score is not finite, all rows are normal or all anomalous, or there are no
    /// detectors or more than six.
    /// </exception>
    public static Picture Draw(
        IReadOnlyList<bool> isAnomaly, IReadOnlyList<DetectorScores> detectors, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(isAnomaly);
        ArgumentNullException.ThrowIfNull(detectors);
        int anomalies = isAnomaly.Count(one => one);
        Require(isAnomaly, anomalies, detectors);

        PlotModel roc = Panel("normal rows above the threshold (share)", "anomalous rows above the threshold (share)");
        roc.Annotations.Add(new LineAnnotation
        {
            Slope = 1,
            Intercept = 0,
            Color = Palette.Reference,
            LineStyle = LineStyle.Dash,
        });
        PlotModel precision = Panel("recall: share of anomalous rows found", "precision: share of anomalous among found");
        double share = (double)anomalies / isAnomaly.Count;
        precision.Annotations.Add(
            PlotFrame.Mark(LineAnnotationType.Horizontal, share, Palette.Reference, LineStyle.Dash));

        RankedScores[] ranked = [.. detectors.Select(detector => RankedScores.Of(detector.Scores, isAnomaly))];
        for (int i = 0; i < detectors.Count; i++)
        {
            AddCurve(roc, i, ranked[i].FalsePositiveRate, ranked[i].Recall);
            AddCurve(precision, i, ranked[i].Recall, ranked[i].Precision);
            AddName(roc, i, detectors, "AUC", ranked[i].Auc);
            AddName(precision, i, detectors, "AP", ranked[i].AveragePrecision);
        }

        string heading = title ?? string.Create(
            CultureInfo.InvariantCulture,
            $"{anomalies:N0} anomalous among {isAnomaly.Count:N0} rows: ROC, and precision against recall");
        return PlotPicture.Create(heading, Width, Height, roc, precision);
    }

    private static void Require(IReadOnlyList<bool> isAnomaly, int anomalies, IReadOnlyList<DetectorScores> detectors)
    {
        if (anomalies == 0 || anomalies == isAnomaly.Count)
        {
            throw new ArgumentException(
                $"The curves need normal and anomalous rows, but {anomalies} of {isAnomaly.Count} rows are anomalous.",
                nameof(isAnomaly));
        }

        if (detectors.Count is 0 or > MaxDetectors)
        {
            throw new ArgumentException(
                $"The picture shows 1 to {MaxDetectors} detectors, but {detectors.Count} were given.", nameof(detectors));
        }

        foreach (DetectorScores detector in detectors)
        {
            RowChecks.RequireEach(detector.Scores, isAnomaly.Count, "score", "label");
            RowChecks.RequireFiniteScores(detector.Scores);
        }
    }

    private static PlotModel Panel(string x, string y)
    {
        PlotModel plot = PlotFrame.Create();

        // Slightly beyond 0 and 1, because the curves of good detectors run along the edges.
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, x, minimum: -0.01, maximum: 1.01));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, y, minimum: -0.01, maximum: 1.01));
        return plot;
    }

    private static void AddCurve(PlotModel plot, int index, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var series = new LineSeries
        {
            Color = Palette.Color(index),
            StrokeThickness = 2,
            LineStyle = Dashes(index),
            Decimator = Decimator.Decimate,
        };
        series.Points.AddRange(x.Zip(y, (across, up) => new DataPoint(across, up)));
        plot.Series.Add(series);
    }

    /// <summary>Adds a detector's name to the list in the lower right corner, where both panels have room.</summary>
    private static void AddName(
        PlotModel plot, int index, IReadOnlyList<DetectorScores> detectors, string measure, double value)
    {
        double line = 0.05 + (0.055 * (detectors.Count - 1 - index));
        string name = detectors[index].Name;
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{name}{(name.Length > 0 ? ", " : "")}{measure} {value:F3}");
        TextAnnotation note = PlotFrame.Note(
            text, new DataPoint(0.98, line), Palette.Color(index), HorizontalAlignment.Right);
        note.Background = OxyColor.FromAColor(210, OxyColors.White);
        plot.Annotations.Add(note);
    }

    private static LineStyle Dashes(int index) => (index % 3) switch
    {
        0 => LineStyle.Solid,
        1 => LineStyle.LongDash,
        _ => LineStyle.DashDot,
    };
}
