using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Which input slots each latent dimension moves, and how far.</summary>
public static class SlotResponseMap
{
    private const int Width = 800;
    private const int MostNamedSlots = 60;
    private const int MostImages = 8;
    private const int SlotHeight = 17;
    private const int FramesHeight = 64;

    /// <summary>Draws relative responses: in units of the model's normalized input, in which slots of different units compare.</summary>
    /// <param name="report">What <see cref="LatentSpace.SlotResponses"/> gave.</param>
    /// <param name="image">How the slots form an image; null, the default, for a grey square where there are more than 60.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>
    /// For up to 60 slots, unless <paramref name="image"/> is given, a map with a line for each slot and a column for each
    /// dimension; otherwise an image for each dimension, black where it moves nothing.
    /// </returns>
    /// <exception cref="ArgumentException">There are more than 60 slots, and they do not form such an image.</exception>
    public static Picture Draw(SlotResponseReport report, ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        float[][] responses = [.. report.Responses.Select(dimension => dimension.Select((response, slot) => (float)(response / report.SlotScales[slot])).ToArray())];
        int slots = RowLength.OfFinite(responses, "response");
        string step = report.Step == LatentStep.Aggregate ? "a standard deviation of all codes" : "a posterior standard deviation";
        string heading = title ?? $"How far slots move when a latent dimension moves by {step}";
        return image is null && slots <= MostNamedSlots
            ? Map(responses, report.SlotNames ?? [.. Enumerable.Range(0, slots).Select(slot => slot.ToString(CultureInfo.InvariantCulture))], heading)
            : Images(responses, ImageShape.For(slots, image), heading);
    }

    private static Picture Map(float[][] responses, IReadOnlyList<string> slotNames, string heading)
    {
        PlotModel plot = PlotFrame.Create(top: 4, right: 88);
        CategoryAxis slots = PlotFrame.Names(AxisPosition.Left, slotNames.Select(Words.Short));
        CategoryAxis dimensions = PlotFrame.Names(AxisPosition.Bottom, responses.Select((_, dimension) => LatentPlane.Name(dimension)), "latent dimension");
        plot.Axes.Add(slots);
        plot.Axes.Add(dimensions);

        // Dark to light in even steps of what the eye sees, also for eyes that do not tell red from green.
        plot.Axes.Add(new LinearColorAxis
        {
            Position = AxisPosition.Right,
            Palette = OxyPalettes.Cividis(),
            Minimum = 0,
            Maximum = Math.Max(responses.Max(dimension => dimension.Max()), 1e-6),
            Title = "change, in units of the normalized input",
            AxisDistance = 8,
            AxisTitleDistance = 10,
            MinorTickSize = 0,
        });

        var data = new double[responses.Length, slotNames.Count];
        for (int dimension = 0; dimension < responses.Length; dimension++)
        {
            for (int slot = 0; slot < slotNames.Count; slot++)
            {
                data[dimension, slot] = responses[dimension][slot];
            }
        }

        plot.Series.Add(new HeatMapSeries
        {
            X0 = 0,
            X1 = responses.Length - 1,
            Y0 = 0,
            Y1 = slotNames.Count - 1,
            Data = data,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
        });

        // A map of a few slots still needs room for the words beside its scale.
        int height = FramesHeight + (Math.Max(slotNames.Count, 16) * SlotHeight);
        return new Picture(heading, Width, Picture.HeadingHeight + height, new PlotPanel(plot, new OxyRect(0, Picture.HeadingHeight, Width, height)));
    }

    private static Picture Images(float[][] responses, ImageShape shape, string heading)
    {
        int bands = (responses.Length + MostImages - 1) / MostImages;
        int columns = (responses.Length + bands - 1) / bands;
        shape = (shape with { Black = shape.Black ?? 0 }).WithRangeOf(responses);
        string range = string.Create(CultureInfo.InvariantCulture, $"black {shape.Black:G3}, white {shape.White:G3}, in units of the normalized input");
        return MosaicPicture.Create(
            heading,
            [.. responses.Select((response, dimension) => (response, dimension)).Chunk(columns).Select(band => new MosaicBlock([.. band.Select(one => one.response)])
            {
                ColumnNames = [.. band.Select(one => LatentPlane.Name(one.dimension))],
                ColumnTitle = band[^1].dimension == responses.Length - 1 ? range : null,
            })],
            columns,
            shape);
    }
}
