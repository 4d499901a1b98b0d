using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>How well anomaly scores find anomalous rows: the ROC curve, and precision against recall beside it.</summary>
public static class DetectionCurves
{
    private const int Width = 800;
    private const int Height = 480;
    private const int MostDetectors = 6;

    /// <summary>Draws the curves of a view's scores.</summary>
    /// <param name="data">What a pipeline with the anomaly detector gives.</param>
    /// <param name="labelColumnName">A Boolean, true for anomalous rows.</param>
    /// <param name="scoreColumnName">The column of scores; higher is more anomalous.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, a score is not finite, or one kind of row is missing.</exception>
    public static Picture Draw(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string? title = null) =>
        Draw(ViewColumns.Flags(data, labelColumnName), [new DetectorScores("", ViewColumns.Numbers(data, scoreColumnName))], title);

    /// <summary>Draws the curves of some scores.</summary>
    /// <param name="isAnomaly">[n] true for anomalous rows.</param>
    /// <param name="scores">[n] higher is more anomalous.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">There are more or fewer scores than labels, one is not finite, or one kind of row is missing.</exception>
    public static Picture Draw(IReadOnlyList<bool> isAnomaly, IReadOnlyList<float> scores, string? title = null) =>
        Draw(isAnomaly, [new DetectorScores("", scores)], title);

    /// <summary>Draws the curves of detectors beside each other.</summary>
    /// <param name="isAnomaly">[n] true for anomalous rows.</param>
    /// <param name="detectors">From one to six, with their scores of the same rows.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>Dashed lines show what scores do that know nothing. AUC is the area under the ROC curve, AP the average precision.</returns>
    /// <exception cref="ArgumentException">
    /// There are more or fewer scores than labels, one is not finite, one kind of row is missing, or there are no or too many detectors.
    /// </exception>
    public static Picture Draw(IReadOnlyList<bool> isAnomaly, IReadOnlyList<DetectorScores> detectors, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(isAnomaly);
        ArgumentNullException.ThrowIfNull(detectors);
        int anomalies = isAnomaly.Count(one => one);
        if (anomalies == 0 || anomalies == isAnomaly.Count)
        {
            throw new ArgumentException($"The curves need normal and anomalous rows, but {anomalies} of {isAnomaly.Count} rows are anomalous.", nameof(isAnomaly));
        }

        if (detectors.Count is 0 or > MostDetectors)
        {
            throw new ArgumentException($"The curves of 1 to {MostDetectors} detectors can be told apart, but there are {detectors.Count}.", nameof(detectors));
        }

        foreach (DetectorScores detector in detectors)
        {
            RowLength.RequireEach(detector.Scores, isAnomaly.Count, "score", "label");
            RowLength.RequireFiniteScores(detector.Scores);
        }

        RankedScores[] ranked = [.. detectors.Select(detector => RankedScores.Of(detector.Scores, isAnomaly))];
        double share = (double)anomalies / isAnomaly.Count;

        PlotModel roc = Panel("normal rows above the threshold (share)", "anomalous rows above the threshold (share)");
        roc.Annotations.Add(new LineAnnotation { Slope = 1, Intercept = 0, Color = Palette.Reference, LineStyle = LineStyle.Dash });
        PlotModel precision = Panel("recall: share of anomalous rows found", "precision: share of anomalous among found");
        precision.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Horizontal, share, Palette.Reference, LineStyle.Dash));
        for (int i = 0; i < detectors.Count; i++)
        {
            AddCurve(roc, i, ranked[i].FalsePositiveRate, ranked[i].Recall);
            AddCurve(precision, i, ranked[i].Recall, ranked[i].Precision);
            AddName(roc, i, detectors, "AUC", ranked[i].Auc);
            AddName(precision, i, detectors, "AP", ranked[i].AveragePrecision);
        }

        string heading = title ?? string.Create(CultureInfo.InvariantCulture, $"{anomalies:N0} anomalous among {isAnomaly.Count:N0} rows: ROC, and precision against recall");
        double height = Height - Picture.HeadingHeight;
        return new Picture(
            heading,
            Width,
            Height,
            new PlotPanel(roc, new OxyRect(0, Picture.HeadingHeight, Width / 2.0, height)),
            new PlotPanel(precision, new OxyRect(Width / 2.0, Picture.HeadingHeight, Width / 2.0, height)));
    }

    private static PlotModel Panel(string x, string y)
    {
        PlotModel plot = PlotFrame.Create();

        // A little beyond both ends, where good detectors' curves run.
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, x, minimum: -0.01, maximum: 1.01));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, y, minimum: -0.01, maximum: 1.01));
        return plot;
    }

    private static void AddCurve(PlotModel plot, int index, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var series = new LineSeries { Color = Palette.Color(index), StrokeThickness = 2, LineStyle = Dashes(index), Decimator = Decimator.Decimate };
        series.Points.AddRange(x.Zip(y, (across, up) => new DataPoint(across, up)));
        plot.Series.Add(series);
    }

    /// <summary>One below the other, in the corner under the one curve and over the other's dashed line.</summary>
    private static void AddName(PlotModel plot, int index, IReadOnlyList<DetectorScores> detectors, string measure, double value)
    {
        double line = 0.05 + (0.055 * (detectors.Count - 1 - index));
        string name = detectors[index].Name;
        string text = string.Create(CultureInfo.InvariantCulture, $"{name}{(name.Length > 0 ? ", " : "")}{measure} {value:F3}");
        TextAnnotation note = PlotFrame.Note(text, new DataPoint(0.98, line), Palette.Color(index), HorizontalAlignment.Right);
        note.Background = OxyColor.FromAColor(210, OxyColors.White);
        plot.Annotations.Add(note);
    }

    private static LineStyle Dashes(int index) => (index % 3) switch { 0 => LineStyle.Solid, 1 => LineStyle.LongDash, _ => LineStyle.DashDot };
}
