using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace VaeTransforms.Plots.Drawing;

/// <summary>The circle that holds 95 % of the mass of a standard normal distribution of two dimensions.</summary>
internal static class PriorCircle
{
    /// <summary>sqrt(-2 ln 0.05).</summary>
    public const double Radius = 2.4477468306808166;

    /// <summary>Adds the circle to a plot whose axes have the same scale, and widens the axes to show all of it.</summary>
    /// <remarks>
    /// With the whole circle in view, a reader sees when the codes fill only a corner of the prior. The prior is equally wide
    /// in every direction, so its circle has the same radius in every plane.
    /// </remarks>
    /// <param name="plot">The plot.</param>
    /// <param name="center">The prior's mean in the plane of the plot.</param>
    public static void AddTo(PlotModel plot, (double X, double Y) center)
    {
        var circle = new PolylineAnnotation
        {
            Color = Palette.Reference,
            LineStyle = LineStyle.Dash,
            StrokeThickness = 1,
            Layer = AnnotationLayer.BelowSeries,
        };
        for (int degrees = 0; degrees <= 360; degrees += 3)
        {
            (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
            circle.Points.Add(new DataPoint(center.X + (Radius * cos), center.Y + (Radius * sin)));
        }

        plot.Annotations.Add(circle);

        // Annotations do not widen axes, but a series does, even an invisible one.
        var hidden = new LineSeries { Color = OxyColors.Transparent, StrokeThickness = 0 };
        hidden.Points.AddRange(circle.Points);
        plot.Series.Add(hidden);
    }
}
