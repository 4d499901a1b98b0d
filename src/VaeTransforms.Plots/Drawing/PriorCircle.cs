using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Where a standard normal distribution of two dimensions has 95 % of its mass.</summary>
internal static class PriorCircle
{
    // sqrt(-2 ln 0.05).
    public const double Radius = 2.4477468306808166;

    /// <summary>
    /// Adds the circle to a plot whose axes have one scale, and widens them to hold it: of codes in a corner it should be
    /// seen that they are. The prior is as wide in every direction, so in any plane only its centre moves.
    /// </summary>
    public static void AddTo(PlotModel plot, (double X, double Y) center)
    {
        var circle = new PolylineAnnotation { Color = Palette.Reference, LineStyle = LineStyle.Dash, StrokeThickness = 1, Layer = AnnotationLayer.BelowSeries };
        for (int degrees = 0; degrees <= 360; degrees += 3)
        {
            (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
            circle.Points.Add(new DataPoint(center.X + (Radius * cos), center.Y + (Radius * sin)));
        }

        plot.Annotations.Add(circle);

        // Annotations do not widen axes.
        var hidden = new LineSeries { Color = OxyColors.Transparent, StrokeThickness = 0 };
        hidden.Points.AddRange(circle.Points);
        plot.Series.Add(hidden);
    }
}
