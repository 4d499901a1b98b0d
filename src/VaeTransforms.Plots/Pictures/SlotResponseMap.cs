using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>How far each latent dimension moves each input slot.</summary>
public static class SlotResponseMap
{
    private const int Width = 800;
    private const int MaxColumns = 8;
    private const int SlotHeight = 17;
    private const int FramesHeight = 64;

    // Even with few slots, the text beside the color scale needs the height of this many.
    private const int MinRows = 16;

    /// <summary>Draws the responses in units of the model's normalized input, so that slots of different units compare.</summary>
    /// <param name="report">The result of <see cref="LatentSpace.SlotResponses"/>.</param>
    /// <param name="image">
    /// The layout of the slots as an image; null, the default, for a gray square where there are more than 60 slots.
    /// </param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <returns>
    /// For up to 60 slots without <paramref name="image"/>, a map with a row for each slot and a column for each dimension.
    /// Otherwise an image for each dimension, black where the dimension has no effect.
    /// </returns>
    /// <exception cref="ArgumentException">There are more than 60 slots, and they do not form such an image.</exception>
    public static Picture Draw(SlotResponseReport report, ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        float[][] responses = [.. report.Responses.Select(dimension =>
            dimension.Select((response, slot) => (float)(response / report.SlotScales[slot])).ToArray())];
        int slots = RowChecks.RequireFinite(responses, "response");
        string step = report.Step == LatentStep.Aggregate
            ? "a standard deviation of all codes"
            : "a posterior standard deviation";
        string heading = title ?? $"How far slots move when a latent dimension moves by {step}";
        return image is null && slots <= SlotNames.MaxNamed
            ? Map(responses, SlotNames.OrNumbers(report.SlotNames, slots), heading)
            : Images(responses, ImageShape.For(slots, image), heading);
    }

    private static Picture Map(float[][] responses, IReadOnlyList<string> slotNames, string heading)
    {
        PlotModel plot = PlotFrame.Create(top: 4, right: 88);
        IEnumerable<string> dimensions = Enumerable.Range(0, responses.Length).Select(LatentPlane.Name);
        plot.Axes.Add(PlotFrame.Names(AxisPosition.Left, slotNames.Select(PictureText.Short)));
        plot.Axes.Add(PlotFrame.Names(AxisPosition.Bottom, dimensions, "latent dimension"));
        plot.Axes.Add(ColorAxis(responses.Max(dimension => dimension.Max())));

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

        int height = FramesHeight + (Math.Max(slotNames.Count, MinRows) * SlotHeight);
        return PlotPicture.Create(heading, Width, Picture.HeadingHeight + height, plot);
    }

    // Cividis goes from dark to light in steps that look even, also to people who cannot tell red from green.
    private static LinearColorAxis ColorAxis(double maximum) => new()
    {
        Position = AxisPosition.Right,
        Palette = OxyPalettes.Cividis(),
        Minimum = 0,
        Maximum = Math.Max(maximum, 1e-6),
        Title = "change, in units of the normalized input",
        AxisDistance = 8,
        AxisTitleDistance = 10,
        MinorTickSize = 0,
    };

    private static Picture Images(float[][] responses, ImageShape shape, string heading)
    {
        int columns = MosaicPicture.EvenColumns(responses.Length, MaxColumns);
        shape = (shape with { Black = shape.Black ?? 0 }).WithRangeOf(responses);
        string range = string.Create(
            CultureInfo.InvariantCulture,
            $"black {shape.Black:G3}, white {shape.White:G3}, in units of the normalized input");
        return MosaicPicture.Create(
            heading,
            [.. Enumerable.Range(0, responses.Length).Chunk(columns).Select(band =>
                new MosaicBlock([.. band.Select(dimension => responses[dimension])])
                {
                    ColumnNames = [.. band.Select(LatentPlane.Name)],
                    ColumnTitle = band[^1] == responses.Length - 1 ? range : null,
                })],
            columns,
            shape);
    }
}
