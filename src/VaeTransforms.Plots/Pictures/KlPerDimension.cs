using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>The KL divergence of each latent dimension from the prior as bars, the largest at the top.</summary>
public static class KlPerDimension
{
    private const int Width = 800;
    private const int BarHeight = 26;
    private const int AxisHeight = 64;

    // Below this mean KL divergence in nats, an evaluation counts a dimension as collapsed to the prior.
    private const double CollapsedBelow = 0.01;

    // The axis goes on behind the longest bar, so that its number and its state have room.
    private const double RoomForLabel = 1.35;

    /// <summary>Draws the KL divergence and the state of each dimension.</summary>
    /// <param name="report">The result of <see cref="LatentSpace.Analyze"/>.</param>
    /// <param name="title">The heading; null, the default, for the number of active dimensions.</param>
    /// <returns>Bars in nats, means over rows.</returns>
    public static Picture Draw(LatentSpaceReport report, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Draw(
            [.. report.Dimensions.Select(dimension => new Bar(dimension.Index, dimension.KlDivergence, dimension.State))],
            report.Rows,
            title);
    }

    /// <summary>Draws the KL divergences of an evaluation.</summary>
    /// <param name="evaluation">The result of <see cref="VaeModel.Evaluate"/>.</param>
    /// <param name="title">The heading; null, the default, for the number of active dimensions.</param>
    /// <returns>
    /// Bars in nats, means over rows. Dimensions below 0.01 nats are marked as collapsed to the prior. These numbers do not
    /// show the other states of a dimension; <see cref="LatentSpace.Analyze"/> reports them.
    /// </returns>
    public static Picture Draw(VaeEvaluation evaluation, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return Draw(
            [.. evaluation.KlPerDimension.Select((kl, index) => new Bar(
                index, kl, kl < CollapsedBelow ? LatentDimensionState.CollapsedToPrior : LatentDimensionState.Active))],
            evaluation.Rows,
            title);
    }

    private static Picture Draw(Bar[] bars, long rows, string? title)
    {
        Bar[] sorted = [.. bars.OrderByDescending(bar => bar.Kl).ThenBy(bar => bar.Dimension)];
        PlotModel plot = PlotFrame.Create(right: 24);
        plot.Axes.Add(PlotFrame.Names(AxisPosition.Left, sorted.Select(bar => LatentPlane.Name(bar.Dimension))));
        plot.Axes.Add(PlotFrame.Axis(
            AxisPosition.Bottom,
            "KL divergence from the prior (nats, mean over rows)",
            minimum: 0,
            maximum: Math.Max(sorted[0].Kl, 1e-3) * RoomForLabel));

        var series = new BarSeries { StrokeThickness = 0 };
        series.Items.AddRange(sorted.Select((bar, place) => new BarItem(bar.Kl, place) { Color = Color(bar.State) }));
        plot.Series.Add(series);
        foreach ((int place, Bar bar) in sorted.Index())
        {
            var label = PlotFrame.Note(Label(bar), new DataPoint(Math.Max(bar.Kl, 0), place), Palette.Text);
            label.Offset = new ScreenVector(6, 0);
            plot.Annotations.Add(label);
        }

        int active = sorted.Count(bar => bar.State == LatentDimensionState.Active);
        string heading = title ?? string.Create(
            CultureInfo.InvariantCulture, $"{active} of {sorted.Length} latent dimensions active, over {rows:N0} rows");
        return PlotPicture.Create(heading, Width, Picture.HeadingHeight + AxisHeight + (sorted.Length * BarHeight), plot);
    }

    private static OxyColor Color(LatentDimensionState state) => state switch
    {
        LatentDimensionState.Active => Palette.Blue,
        LatentDimensionState.CollapsedToPrior => Palette.Muted,
        LatentDimensionState.CollapsedToPoint => Palette.Vermilion,
        _ => Palette.Purple,
    };

    private static string Label(Bar bar)
    {
        string number = bar.Kl.ToString(bar.Kl < 0.1 ? "F3" : "F2", CultureInfo.InvariantCulture);
        return bar.State switch
        {
            LatentDimensionState.Active => number,
            LatentDimensionState.CollapsedToPrior => number + ", collapsed to the prior",
            LatentDimensionState.CollapsedToPoint => number + ", collapsed to points",
            _ => number + ", unused",
        };
    }

    private sealed record Bar(int Dimension, double Kl, LatentDimensionState State);
}
