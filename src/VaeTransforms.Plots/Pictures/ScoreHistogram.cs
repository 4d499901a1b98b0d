using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>How anomaly scores are spread, and where they start to count as anomalous.</summary>
public static class ScoreHistogram
{
    private const int Width = 800;
    private const int Height = 440;
    private const int Bins = 60;

    // Scores have no upper end, and anomalies may lie so far out that all normal rows would be one bar. The axis ends at this
    // many times the distance from the lowest score to the threshold, or to the end of nearly all normal rows.
    private const double Reach = 4;
    private const double NearlyAll = 0.95;

    /// <summary>Draws the scores of a view's rows.</summary>
    /// <param name="data">What a pipeline with the anomaly detector gives.</param>
    /// <param name="threshold">Where scores start to count as anomalous; null for no mark.</param>
    /// <param name="labelColumnName">A Boolean, true for anomalous rows; null where nobody knows.</param>
    /// <param name="scoreColumnName">The column of scores.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <param name="unit">Of the scores, such as nats; null where they have none, as <see cref="AnomalyScore.Combined"/>.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or a score is not finite.</exception>
    public static Picture Draw(
        IDataView data,
        AnomalyThreshold? threshold = null,
        string? labelColumnName = null,
        string scoreColumnName = "Score",
        string? title = null,
        string? unit = null) =>
        Draw(ViewColumns.Numbers(data, scoreColumnName), threshold?.Score, labelColumnName is null ? null : ViewColumns.Flags(data, labelColumnName), title, unit);

    /// <summary>Draws scores.</summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="threshold">Where scores start to count as anomalous; null for no mark.</param>
    /// <param name="isAnomaly">[n] true for anomalous rows; null where nobody knows.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <param name="unit">Of the scores, such as nats; null where they have none, as <see cref="AnomalyScore.Combined"/>.</param>
    /// <returns>
    /// Bars in shares of the rows; with labels, of each class by itself. The axis ends where most anomalous rows may lie beyond,
    /// and says how many do.
    /// </returns>
    /// <exception cref="ArgumentException">There are no scores, one is not finite, or there are more or fewer labels.</exception>
    public static Picture Draw(
        IReadOnlyList<float> scores,
        double? threshold = null,
        IReadOnlyList<bool>? isAnomaly = null,
        string? title = null,
        string? unit = null)
    {
        RowLength.RequireFiniteScores(scores);
        if (isAnomaly is not null)
        {
            RowLength.RequireEach(isAnomaly, scores.Count, "label", "score");
        }

        (double low, double high) = Range(scores, threshold, isAnomaly);
        PlotModel plot = PlotFrame.Create(right: 24);
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, $"score ({(unit is null ? "" : $"{unit}, ")}higher is more anomalous){Beyond(scores, isAnomaly, high)}", low, high));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, isAnomaly is null ? "rows (%)" : "rows of the class (%)", minimum: 0));

        if (isAnomaly is null)
        {
            AddBars(plot, "all rows", [.. scores], low, high, Palette.Blue, isOutline: false);
        }
        else
        {
            AddBars(plot, "normal", [.. scores.Where((_, i) => !isAnomaly[i])], low, high, Palette.Blue, isOutline: false);
            AddBars(plot, "anomalous", [.. scores.Where((_, i) => isAnomaly[i])], low, high, Palette.Vermilion, isOutline: true);
            PlotFrame.AddLegend(plot);
        }

        if (threshold is { } mark)
        {
            plot.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Vertical, mark, Palette.Text, LineStyle.Dash));
        }

        return new Picture(title ?? Heading(scores, threshold, isAnomaly, unit), Width, Height, new PlotPanel(plot, new OxyRect(0, Picture.HeadingHeight, Width, Height - Picture.HeadingHeight)));
    }

    private static (double Low, double High) Range(IReadOnlyList<float> scores, double? threshold, IReadOnlyList<bool>? isAnomaly)
    {
        double low = Math.Min(scores.Min(), threshold ?? double.PositiveInfinity);
        float[] normal = [.. scores.Where((_, i) => isAnomaly?[i] != true).DefaultIfEmpty(scores.Max()).Order()];
        double body = Math.Max(normal[(int)(NearlyAll * (normal.Length - 1))], threshold ?? double.NegativeInfinity);
        double high = Math.Min(low + (Reach * (body - low)), scores.Max());

        // A threshold above all scores is seen too; and all scores may be one.
        high = Math.Max(high, threshold is { } mark ? mark + (0.1 * (mark - low)) : low);
        return (low, high > low ? high : low + 1);
    }

    private static string Beyond(IReadOnlyList<float> scores, IReadOnlyList<bool>? isAnomaly, double high)
    {
        int[] beyond = [.. Enumerable.Range(0, scores.Count).Where(i => scores[i] > high)];
        return beyond.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; beyond the axis: {beyond.Length:N0} rows{(isAnomaly is null ? "" : $", {beyond.Count(i => isAnomaly[i]):N0} of them anomalous")}");
    }

    private static void AddBars(PlotModel plot, string name, float[] scores, double low, double high, OxyColor color, bool isOutline)
    {
        double[] shares = new double[Bins];
        foreach (float score in scores)
        {
            if (score <= high)
            {
                shares[(int)Math.Min((score - low) / (high - low) * Bins, Bins - 1)] += 100.0 / scores.Length;
            }
        }

        // An area with the steps of bars: two histograms of solid bars would hide each other.
        var series = new AreaSeries
        {
            Title = name,
            Color = color,
            Fill = isOutline ? OxyColors.Transparent : OxyColor.FromAColor(110, color),
            StrokeThickness = isOutline ? 2 : 1,
            ConstantY2 = 0,
            Color2 = OxyColors.Transparent,
        };
        series.Points.Add(new DataPoint(low, 0));
        for (int bin = 0; bin < Bins; bin++)
        {
            series.Points.Add(new DataPoint(low + (bin * (high - low) / Bins), shares[bin]));
            series.Points.Add(new DataPoint(low + ((bin + 1) * (high - low) / Bins), shares[bin]));
        }

        series.Points.Add(new DataPoint(high, 0));
        plot.Series.Add(series);
    }

    private static string Heading(IReadOnlyList<float> scores, double? threshold, IReadOnlyList<bool>? isAnomaly, string? unit)
    {
        if (threshold is not { } mark)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Scores of {scores.Count:N0} rows");
        }

        string place = string.Create(CultureInfo.InvariantCulture, $"{mark:G4}") + (unit is null ? "" : $" {unit}");
        return isAnomaly is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Above(null):N0} of {scores.Count:N0} rows above the threshold of {place}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Above the threshold of {place}: {Above(true):N0} of {isAnomaly.Count(one => one):N0} anomalous and {Above(false):N0} of {isAnomaly.Count(one => !one):N0} normal rows");

        int Above(bool? kind) => scores.Where((score, i) => score > mark && (kind is null || isAnomaly![i] == kind)).Count();
    }
}
