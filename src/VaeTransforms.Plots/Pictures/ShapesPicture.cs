using Microsoft.ML;
using OxyPlot;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>
/// The effect of the KL divergence on a latent space in one picture. On the left a model that was trained with it, on the
/// right a model that was trained without it. For each, the picture shows the clusters of the classes, decodings of their
/// centers, and decodings between them.
/// </summary>
public static class ShapesPicture
{
    private const int Width = 880;
    private const int PanelWidth = Width / 2;
    private const int PlotHeight = 430;

    /// <summary>Draws both latent spaces for the rows of a view.</summary>
    /// <param name="regularized">A model of 2 latent dimensions that was trained with the KL divergence.</param>
    /// <param name="autoencoder">A model of 2 latent dimensions that was trained without it: <c>Beta = 0</c>.</param>
    /// <param name="data">Rows with the columns that the models were trained on.</param>
    /// <param name="labelColumnName">The column of classes: a key, text, a Boolean or a number; "Label" by default.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or its rows cannot be drawn.</exception>
    public static Picture Draw(
        VaeModel regularized,
        VaeModel autoencoder,
        IDataView data,
        string labelColumnName = "Label",
        ImageShape? image = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(regularized);
        float[][] rows = ViewColumns.Vectors(data, regularized.InputColumnName);
        return Draw(regularized, autoencoder, rows, ViewColumns.Labels(data, labelColumnName), image, title);
    }

    /// <summary>Draws both latent spaces.</summary>
    /// <param name="regularized">A model of 2 latent dimensions that was trained with the KL divergence.</param>
    /// <param name="autoencoder">A model of 2 latent dimensions that was trained without it: <c>Beta = 0</c>.</param>
    /// <param name="rows">[n], each [D].</param>
    /// <param name="labels">[n], of 2 to 4 classes.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <returns>
    /// For each model the codes of the rows. Decodings of the centers (the means of the classes' codes) and of three points
    /// between every two centers stand in their places. Strips below show the lines from center to center.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A model does not have 2 latent dimensions, rows have another length than D or do not form such an image, a value is
    /// not finite, there are fewer than 2 or more than 4 classes, or there is not one label per row.
    /// </exception>
    public static Picture Draw(
        VaeModel regularized,
        VaeModel autoencoder,
        IReadOnlyList<float[]> rows,
        IReadOnlyList<string> labels,
        ImageShape? image = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(regularized);
        ArgumentNullException.ThrowIfNull(autoencoder);
        RowChecks.RequireFinite(rows, "row");
        RowChecks.RequireEach(labels, rows.Count, "label", "row");
        ClassList classes = ClassList.Of(labels);
        if (classes.Names.Count is < 2 or > 4)
        {
            throw new ArgumentException(
                $"The picture needs 2 to 4 classes of rows, but the labels have {classes.Names.Count}.", nameof(labels));
        }

        LatentClusters[] sides =
            [LatentClusters.Of(regularized, rows, classes), LatentClusters.Of(autoencoder, rows, classes)];
        float[][] decodings = [.. sides.SelectMany(side => side.Lines.SelectMany(line => line.Decodings))];
        ImageShape shape = ImageShape.For(decodings[0].Length, image).WithRangeOf(decodings);

        var panels = new List<Panel>();
        int height = 0;
        for (int i = 0; i < sides.Length; i++)
        {
            int left = i * PanelWidth;
            panels.Add(new PlotPanel(
                ClusterScatter.Draw(sides[i], classes, shape, PanelWidth, PlotHeight),
                new OxyRect(left, Picture.HeadingHeight, PanelWidth, PlotHeight)));
            height = AddStrips(panels, sides[i], classes, shape, left);
        }

        return new Picture(
            title ?? "Latent spaces of the same data: clusters, what their centers decode to, and what lies between",
            Width,
            height,
            panels);
    }

    /// <summary>Adds a strip for each line between two centers.</summary>
    /// <returns>The height of the picture.</returns>
    private static int AddStrips(List<Panel> panels, LatentClusters side, ClassList classes, ImageShape shape, int left)
    {
        string[] names = [.. side.Lines.Select(line => $"{classes.Names[line.From]} to {classes.Names[line.To]}")];
        var letters = new LetterWidths(Width, PlotHeight);
        int nameWidth = 24 + (int)Math.Ceiling(names.Max(name => PictureText.Width(letters, name)));
        int stripWidth = PanelWidth - nameWidth - 8;
        int magnification = Mosaic.Magnification(shape, LatentClusters.Steps, stripWidth, largestTile: 48);
        float[][] tiles = [.. side.Lines.SelectMany(line => line.Decodings)];
        Mosaic mosaic = Mosaic.Compose(tiles, LatentClusters.Steps, shape, magnification);
        int top = Picture.HeadingHeight + PlotHeight + 12;
        panels.Add(new MosaicPanel(mosaic, left + nameWidth, top, new MosaicBlock(tiles) { RowNames = names }));
        return top + mosaic.Height + 16;
    }
}
