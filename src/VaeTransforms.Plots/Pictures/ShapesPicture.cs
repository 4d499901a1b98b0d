using System.Globalization;
using Microsoft.ML;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>
/// What the KL divergence does to a latent space, in one picture: kinds of shape as clusters, what their centers decode to,
/// and what lies between; beside it the same from an autoencoder that was trained without.
/// </summary>
public static class ShapesPicture
{
    private const int Width = 880;
    private const int PanelWidth = Width / 2;
    private const int PlotHeight = 430;
    private const int Thumbnail = 30;
    private const int StripSteps = 9;
    private const int MostPoints = 1500;

    /// <summary>Draws both latent spaces of a view's rows.</summary>
    /// <param name="regularized">A model of 2 latent dimensions that was trained with the KL divergence.</param>
    /// <param name="autoencoder">A model of 2 latent dimensions that was trained without: <c>Beta = 0</c>.</param>
    /// <param name="data">Rows with the columns that the models were trained on.</param>
    /// <param name="labelColumnName">What kind a row is: a key, text, a Boolean or a number.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or its rows cannot be drawn.</exception>
    public static Picture Draw(
        VaeModel regularized, VaeModel autoencoder, IDataView data, string labelColumnName = "Label", ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(regularized);
        return Draw(regularized, autoencoder, ViewColumns.Vectors(data, regularized.InputColumnName), ViewColumns.Labels(data, labelColumnName), image, title);
    }

    /// <summary>Draws both latent spaces.</summary>
    /// <param name="regularized">A model of 2 latent dimensions that was trained with the KL divergence.</param>
    /// <param name="autoencoder">A model of 2 latent dimensions that was trained without: <c>Beta = 0</c>.</param>
    /// <param name="rows">[n], each [D].</param>
    /// <param name="labels">[n] of 2 to 4 kinds.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>
    /// For each model the codes, decodings of the clusters' centers (the means of their codes) and of three points between each
    /// two, drawn where they belong, and below the ways from centre to centre as strips.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A model has other than 2 latent dimensions, rows have another length than D or do not form such an image, a value is not
    /// finite, or labels are of one kind or of more than 4, or not one for each row.
    /// </exception>
    public static Picture Draw(
        VaeModel regularized, VaeModel autoencoder, IReadOnlyList<float[]> rows, IReadOnlyList<string> labels, ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(regularized);
        ArgumentNullException.ThrowIfNull(autoencoder);
        RowLength.OfFinite(rows, "row");
        RowLength.RequireEach(labels, rows.Count, "label", "row");
        ClassList classes = ClassList.Of(labels);
        if (classes.Names.Count is < 2 or > 4)
        {
            throw new ArgumentException($"The picture needs 2 to 4 kinds of rows, but the labels are of {classes.Names.Count}.", nameof(labels));
        }

        Side[] sides = [Encode(regularized, rows, classes), Encode(autoencoder, rows, classes)];
        float[][] decodings = [.. sides.SelectMany(side => side.Strips.SelectMany(strip => strip.Decodings))];
        ImageShape shape = ImageShape.For(decodings[0].Length, image).WithRangeOf(decodings);

        var panels = new List<Panel>();
        int height = 0;
        for (int i = 0; i < sides.Length; i++)
        {
            int left = i * PanelWidth;
            panels.Add(new PlotPanel(Scatter(sides[i], classes, shape), new OxyRect(left, Picture.HeadingHeight, PanelWidth, PlotHeight)));
            height = AddStrips(panels, sides[i], classes, shape, left);
        }

        return new Picture(title ?? "Latent spaces of the same data: clusters, what their centers decode to, and what lies between", Width, height, panels);
    }

    private static Side Encode(VaeModel model, IReadOnlyList<float[]> rows, ClassList classes)
    {
        if (model.Architecture.LatentDimension != 2)
        {
            throw new ArgumentException($"The picture needs models of 2 latent dimensions, but one has {model.Architecture.LatentDimension}. Train it with LatentDimension = 2.");
        }

        float[][] codes = model.Encode(rows);
        float[][] centers = [.. classes.Names.Select((_, kind) =>
        {
            float[][] own = [.. codes.Where((_, row) => classes.IndexOf(row) == kind)];
            return new[] { own.Average(code => code[0]), own.Average(code => code[1]) };
        })];

        var strips = new List<Strip>();
        for (int from = 0; from < centers.Length; from++)
        {
            for (int to = from + 1; to < centers.Length; to++)
            {
                float[][] points = LatentPoints.Line(centers[from], centers[to], StripSteps);
                strips.Add(new Strip(from, to, points, model.Decode(points)));
            }
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"{(model.Training.Beta == 0 ? "autoencoder" : "VAE")}, Beta {model.Training.Beta}");
        return new Side(name, codes, strips);
    }

    private static PlotModel Scatter(Side side, ClassList classes, ImageShape shape)
    {
        PlotModel plot = PlotFrame.Create(top: 4, right: 12);
        plot.PlotType = PlotType.Cartesian;
        PlotFrame.SetTitle(plot, side.Name);
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Bottom, LatentPlane.Name(0)));
        plot.Axes.Add(PlotFrame.Axis(AxisPosition.Left, LatentPlane.Name(1)));
        PriorCircle.AddTo(plot, (0, 0));

        int[] rows = RowSelection.Of(side.Codes.Count, MostPoints);
        for (int kind = 0; kind < classes.Names.Count; kind++)
        {
            var series = new ScatterSeries
            {
                MarkerType = MarkerType.Circle,
                MarkerSize = 2,
                MarkerFill = OxyColor.FromAColor(110, Palette.Color(kind)),
                MarkerStrokeThickness = 0,
            };
            series.Points.AddRange(rows.Where(row => classes.IndexOf(row) == kind).Select(row => new ScatterPoint(side.Codes[row][0], side.Codes[row][1])));
            plot.Series.Add(series);
        }

        // A quarter, a half and three quarters of each way, or fewer where it is short; the centers lie on top.
        double scale = PixelsPerUnit(side.Codes);
        foreach (Strip strip in side.Strips)
        {
            double length = scale * Math.Sqrt(Math.Pow(strip.Points[0][0] - strip.Points[^1][0], 2) + Math.Pow(strip.Points[0][1] - strip.Points[^1][1], 2));
            int parts = length >= 4 * Thumbnail ? 4 : length >= 2 * Thumbnail ? 2 : 1;
            for (int part = 1; part < parts; part++)
            {
                int step = part * (StripSteps - 1) / parts;
                AddThumbnail(plot, shape, strip.Points[step], strip.Decodings[step], Palette.Muted, frame: 1);
            }
        }

        double middle = classes.Names.Select((_, kind) => Center(side, kind).Point[0]).Average();
        for (int kind = 0; kind < classes.Names.Count; kind++)
        {
            (float[] point, float[] decoding) = Center(side, kind);
            AddThumbnail(plot, shape, point, decoding, Palette.Color(kind), frame: 3);

            // On the side where the other centers are not.
            bool isLeft = point[0] < middle;
            TextAnnotation name = PlotFrame.Note(classes.Names[kind], new DataPoint(point[0], point[1]), Palette.Color(kind), isLeft ? HorizontalAlignment.Right : HorizontalAlignment.Left);
            name.Offset = new ScreenVector((isLeft ? -1 : 1) * ((Thumbnail / 2) + 6), 0);
            name.Background = OxyColor.FromAColor(220, OxyColors.White);
            plot.Annotations.Add(name);
        }

        return plot;
    }

    /// <summary>About how large the plot will draw its codes.</summary>
    private static double PixelsPerUnit(IReadOnlyList<float[]> codes)
    {
        return Math.Min(PanelWidth / Extent(0), PlotHeight / Extent(1));

        double Extent(int axis) => Math.Max(codes.Max(code => code[axis]), PriorCircle.Radius) - Math.Min(codes.Min(code => code[axis]), -PriorCircle.Radius);
    }

    private static (float[] Point, float[] Decoding) Center(Side side, int kind)
    {
        Strip strip = side.Strips.First(strip => strip.From == kind || strip.To == kind);
        int step = strip.From == kind ? 0 : StripSteps - 1;
        return (strip.Points[step], strip.Decodings[step]);
    }

    private static void AddThumbnail(PlotModel plot, ImageShape shape, float[] point, float[] decoding, OxyColor frameColor, int frame)
    {
        Mosaic tile = Mosaic.Compose([decoding], columns: 1, shape, Math.Max(1, Thumbnail / Math.Max(shape.Width, shape.Height)));
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

    /// <returns>The height of the picture.</returns>
    private static int AddStrips(List<Panel> panels, Side side, ClassList classes, ImageShape shape, int left)
    {
        string[] names = [.. side.Strips.Select(strip => $"{classes.Names[strip.From]} to {classes.Names[strip.To]}")];
        var letters = new LetterWidths(Width, PlotHeight);
        int nameWidth = 24 + (int)Math.Ceiling(names.Max(name => Words.Width(letters, name)));
        int magnification = Mosaic.Magnification(shape, StripSteps, PanelWidth - nameWidth - 8, largestTile: 48);
        Mosaic mosaic = Mosaic.Compose([.. side.Strips.SelectMany(strip => strip.Decodings)], StripSteps, shape, magnification);
        int top = Picture.HeadingHeight + PlotHeight + 12;
        panels.Add(new MosaicPanel(mosaic, left + nameWidth, top) { RowNames = names });
        return top + mosaic.Height + 16;
    }

    private sealed record Side(string Name, IReadOnlyList<float[]> Codes, IReadOnlyList<Strip> Strips);

    private sealed record Strip(int From, int To, float[][] Points, float[][] Decodings);
}
