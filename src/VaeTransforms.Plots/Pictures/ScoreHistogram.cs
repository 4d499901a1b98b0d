using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>The distribution of anomaly scores, and the threshold.</summary>
public static class ScoreHistogram
{
    private const int Width = 800;
    private const int Height = 440;
    private const int Bins = 60;

    // Scores have no upper limit. Extreme anomalies would squeeze all normal rows into one bar, so the axis ends at this many
    // times the distance from the lowest score to the threshold, or to the score below which nearly all normal rows are.
    private const double Reach = 4;
    private const double NearlyAll = 0.95;

    /// <summary>Draws the scores of a view's rows.</summary>
    /// <param name="data">The output of a pipeline with the anomaly detector.</param>
    /// <param name="threshold">The threshold; null, the default, for no mark.</param>
    /// <param name="labelColumnName">
    /// A Boolean column, true for anomalous rows; null, the default, where labels are unknown.
    /// </param>
    /// <param name="scoreColumnName">The column of scores; "Score" by default.</param>
    /// <param name="title">The heading; null, the default, for the number of rows above the threshold.</param>
    /// <param name="unit">
    /// The unit of the scores, such as "nats"; null, the default, for scores without a unit, such as
    /// <see cref="AnomalyScore.Combined"/>.
    /// </param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or a score is not finite.</exception>
    public static Picture Draw(
        IDataView data,
        AnomalyThreshold? threshold = null,
        string? labelColumnName = null,
        string scoreColumnName = "Score",
        string? title = null,
        string? unit = null)
    {
        float[] scores = ViewColumns.Numbers(data, scoreColumnName);
        bool[]? isAnomaly = labelColumnName is null ? null : ViewColumns.Flags(data, labelColumnName);
        return Draw(scores, threshold?.Score, isAnomaly, title, unit);
    }

    /// <summary>Draws scores.</summary>
    /// <param name="scores">[n]; higher is more anomalous.</param>
    /// <param name="threshold">Rows above this score count as anomalous; null, the default, for no mark.</param>
    /// <param name="isAnomaly">[n], true for anomalous rows; null, the default, where labels are unknown.</param>
    /// <param name="title">The heading; null, the default, for the number of rows above the threshold.</param>
    /// <param name="unit">
    /// The unit of the scores, such as "nats"; null, the default, for scores without a unit, such as
    /// <see cref="AnomalyScore.Combined"/>.
    /// </param>
    /// <returns>
    /// Bars in percent of the rows; with labels, in percent of each class. The axis can end below the highest scores; its
    /// title states how many rows are beyond it.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There are no scores, a score is not finite, or there is not one label per score.
    /// </exception>
    public static Picture Draw(
        IReadOnlyList<float> scores,
        double? threshold = null,
        IReadOnlyList<bool>? isAnomaly = null,
        string? title = null,
        string? unit = null)
    {
        RowChecks.RequireFiniteScores(scores);
        if (isAnomaly is not null)
        {
            RowChecks.RequireEach(isAnomaly, scores.Count, "label", "score");
        }

        (double low, double high) = Range(scores, threshold, isAnomaly);
        string direction = $"score ({(unit is null ? "" : $"{unit}, ")}higher is more anomalous)";
        PlotModel plot = PlotFrame.Create(right: 24);
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, direction + Beyond(scores, isAnomaly, high), low, high));
        plot.Axes.Add(PlotFrame.Axis(
            AxisPosition.Left, isAnomaly is null ? "rows (%)" : "rows of the class (%)", minimum: 0));

        if (isAnomaly is null)
        {
            AddBars(plot, "all rows", [.. scores], low, high, Palette.Blue, isOutline: false);
        }
        else
        {
            float[] normal = [.. scores.Where((_, i) => !isAnomaly[i])];
            float[] anomalous = [.. scores.Where((_, i) => isAnomaly[i])];
            AddBars(plot, "normal", normal, low, high, Palette.Blue, isOutline: false);
            AddBars(plot, "anomalous", anomalous, low, high, Palette.Vermilion, isOutline: true);
            PlotFrame.AddLegend(plot);
        }

        if (threshold is { } mark)
        {
            plot.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Vertical, mark, Palette.Text, LineStyle.Dash));
        }

        return PlotPicture.Create(title ?? Heading(scores, threshold, isAnomaly, unit), Width, Height, plot);
    }

    private static (double Low, double High) Range(
        IReadOnlyList<float> scores, double? threshold, IReadOnlyList<bool>? isAnomaly)
    {
        double low = Math.Min(scores.Min(), threshold ?? double.PositiveInfinity);
        float[] normal = [.. scores.Where((_, i) => isAnomaly?[i] != true).DefaultIfEmpty(scores.Max()).Order()];
        double body = Math.Max(normal[(int)(NearlyAll * (normal.Length - 1))], threshold ?? double.NegativeInfinity);
        double high = Math.Min(low + (Reach * (body - low)), scores.Max());

        // A threshold above all scores is still in view. If all scores are equal, the axis has a length of 1.
        high = Math.Max(high, threshold is { } mark ? mark + (0.1 * (mark - low)) : low);
        return (low, high > low ? high : low + 1);
    }

    private static string Beyond(IReadOnlyList<float> scores, IReadOnlyList<bool>? isAnomaly, double high)
    {
        int[] beyond = [.. Enumerable.Range(0, scores.Count).Where(i => scores[i] > high)];
        if (beyond.Length == 0)
        {
            return "";
        }

        string rows = string.Create(CultureInfo.InvariantCulture, $"; beyond the axis: {beyond.Length:N0} rows");
        return isAnomaly is null
            ? rows
            : rows + string.Create(CultureInfo.InvariantCulture, $", {beyond.Count(i => isAnomaly[i]):N0} of them anomalous");
    }

    private static void AddBars(
        PlotModel plot, string name, float[] scores, double low, double high, OxyColor color, bool isOutline)
    {
        double[] shares = new double[Bins];
        foreach (float score in scores)
        {
            if (score <= high)
            {
                shares[(int)Math.Min((score - low) / (high - low) * Bins, Bins - 1)] += 100.0 / scores.Length;
            }
        }

        // An area in the form of bars, because two histograms of solid bars would hide each other.
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

    private static string Heading(
        IReadOnlyList<float> scores, double? threshold, IReadOnlyList<bool>? isAnomaly, string? unit)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (threshold is not { } mark)
        {
            return string.Create(invariant, $"Scores of {scores.Count:N0} rows");
        }

        string place = string.Create(invariant, $"{mark:G4}") + (unit is null ? "" : $" {unit}");
        if (isAnomaly is null)
        {
            return string.Create(invariant, $"{Above(null):N0} of {scores.Count:N0} rows above the threshold of {place}");
        }

        int anomalies = isAnomaly.Count(one => one);
        return string.Create(
            invariant,
            $"Above the threshold of {place}: {Above(true):N0} of {anomalies:N0} anomalous "
            + $"and {Above(false):N0} of {isAnomaly.Count - anomalies:N0} normal rows");

        int Above(bool? kind) => scores.Where((score, i) => score > mark && (kind is null || isAnomaly![i] == kind)).Count();
    }
}
