using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>How much each latent dimension says about a row, as bars, the largest on top.</summary>
public static class KlPerDimension
{
    private const int Width = 800;
    private const int BarHeight = 26;
    private const int AxisHeight = 64;

    // Room behind the longest bar for its number and what became of it.
    private const double SpaceForWords = 1.35;

    /// <summary>Draws the KL divergences of a survey, and what became of each dimension.</summary>
    /// <param name="report">What <see cref="LatentSpace.Analyze"/> gave.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    public static Picture Draw(LatentSpaceReport report, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Draw([.. report.Dimensions.Select(dimension => new Bar(dimension.Index, dimension.KlDivergence, dimension.State))], report.Rows, title);
    }

    /// <summary>Draws the KL divergences of an evaluation.</summary>
    /// <param name="evaluation">What <see cref="VaeModel.Evaluate"/> gave.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>
    /// Dimensions below 0.01 nats are marked as collapsed to the prior. Other ways to collapse cannot be told from these
    /// numbers: <see cref="LatentSpace.Analyze"/> tells them.
    /// </returns>
    public static Picture Draw(VaeEvaluation evaluation, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        const double Collapsed = 0.01;
        return Draw(
            [.. evaluation.KlPerDimension.Select((kl, index) => new Bar(index, kl, kl < Collapsed ? LatentDimensionState.CollapsedToPrior : LatentDimensionState.Active))],
            evaluation.Rows,
            title);
    }

    private static Picture Draw(Bar[] bars, long rows, string? title)
    {
        Bar[] sorted = [.. bars.OrderByDescending(bar => bar.Kl).ThenBy(bar => bar.Dimension)];
        PlotModel plot = PlotFrame.Create(right: 24);
        plot.Axes.Add(PlotFrame.Names(AxisPosition.Left, sorted.Select(bar => LatentPlane.Name(bar.Dimension))));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, "KL divergence from the prior (nats, mean over rows)", minimum: 0, maximum: Math.Max(sorted[0].Kl, 1e-3) * SpaceForWords));

        var series = new BarSeries { StrokeThickness = 0 };
        series.Items.AddRange(sorted.Select((bar, place) => new BarItem(bar.Kl, place) { Color = Color(bar.State) }));
        plot.Series.Add(series);
        foreach ((Bar bar, int place) in sorted.Select((bar, place) => (bar, place)))
        {
            var label = PlotFrame.Note(Label(bar), new DataPoint(Math.Max(bar.Kl, 0), place), Palette.Text);
            label.Offset = new ScreenVector(6, 0);
            plot.Annotations.Add(label);
        }

        int active = sorted.Count(bar => bar.State == LatentDimensionState.Active);
        string heading = title ?? string.Create(CultureInfo.InvariantCulture, $"{active} of {sorted.Length} latent dimensions active, over {rows:N0} rows");
        int height = Picture.HeadingHeight + AxisHeight + (sorted.Length * BarHeight);
        return new Picture(heading, Width, height, new PlotPanel(plot, new OxyRect(0, Picture.HeadingHeight, Width, height - Picture.HeadingHeight)));
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
