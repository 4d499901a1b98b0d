using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>
/// The KL divergence between the posterior N(mean, variance) of one latent dimension and the prior N(0, 1), and its three
/// terms: 1/2 (variance + mean² - 1 - ln variance).
/// </summary>
public static class KlTerms
{
    private const int Width = 800;
    private const int Height = 400;
    private const int Points = 200;
    private const double MinVariance = 0.02;
    private const double MaxVariance = 4;
    private const double MaxMean = 3;

    /// <summary>Draws the terms of the variance at mean 0, and beside them the term of the mean at variance 1.</summary>
    /// <returns>Nats over variances from 0.02 to 4, and over means from -3 to 3.</returns>
    /// <remarks>Kingma and Welling 2014, appendix B.</remarks>
    public static Picture Draw() => PlotPicture.Create(
        "KL divergence from the prior N(0, 1), for one latent dimension", Width, Height, Variances(), Means());

    private static PlotModel Variances()
    {
        PlotModel plot = Panel("posterior's variance (mean 0)", minimum: 0, maximum: MaxVariance, lowest: -1, highest: 2.2);
        Add(plot, Palette.Vermilion, 1.5, MinVariance, MaxVariance, variance => variance / 2);
        Add(plot, Palette.Green, 1.5, MinVariance, MaxVariance, variance => -Math.Log(variance) / 2);
        Add(plot, Palette.Blue, 2.5, MinVariance, MaxVariance, variance => (variance - 1 - Math.Log(variance)) / 2);
        plot.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Vertical, 1, Palette.Reference));
        Note("½ variance pushes in", 3.05, 1.62, Palette.Vermilion, HorizontalAlignment.Right);
        Note("-½ ln variance keeps it from shrinking", 3.95, -0.8, Palette.Green, HorizontalAlignment.Right);
        Note("KL: their sum minus ½", 3.95, 0.14, Palette.Blue, HorizontalAlignment.Right);
        Note("minimum at 1", 1.06, 2.05, Palette.Reference, HorizontalAlignment.Left);
        return plot;

        void Note(string text, double x, double y, OxyColor color, HorizontalAlignment side) =>
            plot.Annotations.Add(PlotFrame.Note(text, new DataPoint(x, y), color, side));
    }

    private static PlotModel Means()
    {
        PlotModel plot = Panel("posterior's mean (variance 1)", -MaxMean, MaxMean, lowest: 0, highest: 4.6);
        Add(plot, Palette.Blue, 2.5, -MaxMean, MaxMean, mean => mean * mean / 2);
        plot.Annotations.Add(PlotFrame.Mark(LineAnnotationType.Vertical, 0, Palette.Reference));
        TextAnnotation pull = PlotFrame.Note(
            "½ mean² pulls to the center", new DataPoint(0, 3.5), Palette.Blue, HorizontalAlignment.Center);
        pull.Background = OxyColors.White;
        plot.Annotations.Add(pull);
        return plot;
    }

    private static PlotModel Panel(string title, double minimum, double maximum, double lowest, double highest)
    {
        PlotModel plot = PlotFrame.Create();
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, title, minimum, maximum));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, "nats", lowest, highest));
        return plot;
    }

    private static void Add(
        PlotModel plot, OxyColor color, double thickness, double from, double to, Func<double, double> nats) =>
        plot.Series.Add(new FunctionSeries(nats, from, to, Points) { Color = color, StrokeThickness = thickness });
}
