using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Codes in the plane, with decodings of the clusters' centers and of points between them in their places.</summary>
internal static class ClusterScatter
{
    private const int Thumbnail = 30;
    private const int MaxPoints = 1500;

    /// <summary>Draws the codes and the decodings.</summary>
    /// <param name="clusters">Codes, and the lines between the centers of their classes.</param>
    /// <param name="classes">The classes of the codes.</param>
    /// <param name="shape">The layout of a decoding, range included.</param>
    /// <param name="width">About how many pixels the plot gets.</param>
    /// <param name="height">About how many pixels the plot gets.</param>
    public static PlotModel Draw(LatentClusters clusters, ClassList classes, ImageShape shape, double width, double height)
    {
        PlotModel plot = PlotFrame.Create(top: 4, right: 12);
        plot.PlotType = PlotType.Cartesian;
        PlotFrame.SetTitle(plot, clusters.Name);
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, LatentPlane.Name(0)));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, LatentPlane.Name(1)));
        PriorCircle.AddTo(plot, (0, 0));
        AddCodes(plot, clusters, classes);
        AddLines(plot, clusters, shape, PixelsPerUnit(clusters.Codes, width, height));

        // The centers lie on top of the lines.
        AddCenters(plot, clusters, classes, shape);
        return plot;
    }

    private static void AddCodes(PlotModel plot, LatentClusters clusters, ClassList classes)
    {
        int[] rows = RowSelection.Of(clusters.Codes.Count, MaxPoints);
        for (int kind = 0; kind < classes.Names.Count; kind++)
        {
            var series = new ScatterSeries
            {
                MarkerType = MarkerType.Circle,
                MarkerSize = 2,
                MarkerFill = OxyColor.FromAColor(110, Palette.Color(kind)),
                MarkerStrokeThickness = 0,
            };
            series.Points.AddRange(rows
                .Where(row => classes.IndexOf(row) == kind)
                .Select(row => new ScatterPoint(clusters.Codes[row][0], clusters.Codes[row][1])));
            plot.Series.Add(series);
        }
    }

    /// <summary>Adds decodings at a quarter, a half and three quarters of each line, or fewer where the line is short.</summary>
    private static void AddLines(PlotModel plot, LatentClusters clusters, ImageShape shape, double pixelsPerUnit)
    {
        foreach (LatentClusters.Line line in clusters.Lines)
        {
            float[] from = line.Points[0];
            float[] to = line.Points[^1];
            double length = pixelsPerUnit * Math.Sqrt(Math.Pow(from[0] - to[0], 2) + Math.Pow(from[1] - to[1], 2));
            int parts = length >= 4 * Thumbnail ? 4 : length >= 2 * Thumbnail ? 2 : 1;
            for (int part = 1; part < parts; part++)
            {
                int step = part * (LatentClusters.Steps - 1) / parts;
                AddThumbnail(plot, shape, line.Points[step], line.Decodings[step], Palette.Muted, frame: 1);
            }
        }
    }

    private static void AddCenters(PlotModel plot, LatentClusters clusters, ClassList classes, ImageShape shape)
    {
        double middle = classes.Names.Select((_, kind) => clusters.Center(kind).Point[0]).Average();
        for (int kind = 0; kind < classes.Names.Count; kind++)
        {
            (float[] point, float[] decoding) = clusters.Center(kind);
            AddThumbnail(plot, shape, point, decoding, Palette.Color(kind), frame: 3);

            // The name is on the side away from the other centers.
            bool isLeft = point[0] < middle;
            TextAnnotation name = PlotFrame.Note(
                classes.Names[kind],
                new DataPoint(point[0], point[1]),
                Palette.Color(kind),
                isLeft ? HorizontalAlignment.Right : HorizontalAlignment.Left);
            name.Offset = new ScreenVector((isLeft ? -1 : 1) * ((Thumbnail / 2) + 6), 0);
            name.Background = OxyColor.FromAColor(220, OxyColors.White);
            plot.Annotations.Add(name);
        }
    }

    private static double PixelsPerUnit(IReadOnlyList<float[]> codes, double width, double height)
    {
        return Math.Min(width / Extent(0), height / Extent(1));

        double Extent(int axis) => Math.Max(codes.Max(code => code[axis]), PriorCircle.Radius)
            - Math.Min(codes.Min(code => code[axis]), -PriorCircle.Radius);
    }

    private static void AddThumbnail(
        PlotModel plot, ImageShape shape, float[] point, float[] decoding, OxyColor frameColor, int frame)
    {
        int magnification = Math.Max(1, Thumbnail / Math.Max(shape.Width, shape.Height));
        Mosaic tile = Mosaic.Compose([decoding], columns: 1, shape, magnification);
        plot.Annotations.Add(new PointAnnotation
        {
            X = point[0],
            Y = point[1],
            Shape = MarkerType.Square,
            Size = (Math.Max(tile.Width, tile.Height) / 2.0) + frame,
            Fill = frameColor,
        });
        plot.Annotations.Add(new ImageAnnotation
        {
            ImageSource = tile.Image,
            X = new PlotLength(point[0], PlotLengthUnit.Data),
            Y = new PlotLength(point[1], PlotLengthUnit.Data),
            Width = new PlotLength(tile.Width, PlotLengthUnit.ScreenUnits),
            Height = new PlotLength(tile.Height, PlotLengthUnit.ScreenUnits),
            HorizontalAlignment = HorizontalAlignment.Center,
            VerticalAlignment = VerticalAlignment.Middle,
            Interpolate = false,
        });
    }
}
