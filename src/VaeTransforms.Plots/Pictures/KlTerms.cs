using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>
/// The KL divergence between the posterior N(mean, variance) of one latent dimension and the prior N(0, 1), and its three terms:
/// 1/2 (variance + mean² - 1 - ln variance).
/// </summary>
public static class KlTerms
{
    private const int Width = 800;
    private const int Height = 400;
    private const int Points = 200;
    private const double SmallestVariance = 0.02;
    private const double LargestVariance = 4;
    private const double LargestMean = 3;

    /// <summary>Draws the terms in the variance, where the mean is 0, and beside them the term in the mean, where the variance is 1.</summary>
    /// <returns>Nats over variances from 0.02 to 4 and over means from -3 to 3.</returns>
    /// <remarks>Kingma and Welling 2014, appendix B.</remarks>
    public static Picture Draw()
    {
        PlotModel variances = Panel("posterior's variance (mean 0)", minimum: 0, maximum: LargestVariance, lowest: -1, highest: 2.2);
        Add(variances, Palette.Vermilion, 1.5, SmallestVariance, LargestVariance, variance => variance / 2);
        Add(variances, Palette.Green, 1.5, SmallestVariance, LargestVariance, variance => -Math.Log(variance) / 2);
        Add(variances, Palette.Blue, 2.5, SmallestVariance, LargestVariance, variance => (variance - 1 - Math.Log(variance)) / 2);
        variances.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Vertical, 1, Palette.Reference));
        variances.Annotations.Add(PlotFrame.Note("½ variance pushes in", new DataPoint(3.05, 1.62), Palette.Vermilion, HorizontalAlignment.Right));
        variances.Annotations.Add(PlotFrame.Note("-½ ln variance keeps it from shrinking", new DataPoint(3.95, -0.8), Palette.Green, HorizontalAlignment.Right));
        variances.Annotations.Add(PlotFrame.Note("KL: their sum minus ½", new DataPoint(3.95, 0.14), Palette.Blue, HorizontalAlignment.Right));
        variances.Annotations.Add(PlotFrame.Note("minimum at 1", new DataPoint(1.06, 2.05), Palette.Reference));

        PlotModel means = Panel("posterior's mean (variance 1)", -LargestMean, LargestMean, lowest: 0, highest: 4.6);
        Add(means, Palette.Blue, 2.5, -LargestMean, LargestMean, mean => mean * mean / 2);
        means.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Vertical, 0, Palette.Reference));
        TextAnnotation pull = PlotFrame.Note("½ mean² pulls to the center", new DataPoint(0, 3.5), Palette.Blue, HorizontalAlignment.Center);
        pull.Background = OxyColors.White;
        means.Annotations.Add(pull);

        double height = Height - Picture.HeadingHeight;
        return new Picture(
            "KL divergence from the prior N(0, 1), for one latent dimension",
            Width,
            Height,
            new PlotPanel(variances, new OxyRect(0, Picture.HeadingHeight, Width / 2.0, height)),
            new PlotPanel(means, new OxyRect(Width / 2.0, Picture.HeadingHeight, Width / 2.0, height)));
    }

    private static PlotModel Panel(string title, double minimum, double maximum, double lowest, double highest)
    {
        PlotModel plot = PlotFrame.Create();
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, title, minimum, maximum));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, "nats", lowest, highest));
        return plot;
    }

    private static void Add(PlotModel plot, OxyColor color, double thickness, double from, double to, Func<double, double> nats) => plot.Series.Add(
        new FunctionSeries(nats, from, to, Points) { Color = color, StrokeThickness = thickness });
}
