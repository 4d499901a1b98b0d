using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Images, their reconstructions, and where they are odd.</summary>
public static class AnomalyMaps
{
    private const int MaxColumns = 12;

    // One held-out pixel in a thousand is odder, as in the images of a detector.
    private static readonly float WhiteNats = (float)Math.Log(1000);

    /// <summary>Draws rows, their reconstructions and their maps of anomalies.</summary>
    /// <param name="model">A detector that was fitted with <c>AnomalyMapColumnName</c>.</param>
    /// <param name="rows">[n], each [D], in the input's own units.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="captions">[n], text below each image, such as scores; null, the default, for none.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="InvalidOperationException">The model was fitted without a map.</exception>
    /// <exception cref="ArgumentException">The rows cannot be drawn, or there is not one caption per row.</exception>
    public static Picture Draw(
        VaeModel model,
        IReadOnlyList<float[]> rows,
        ImageShape? image = null,
        IReadOnlyList<string>? captions = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(
            Features.Of(model, rows),
            Features.Of(model, model.Reconstruct(rows)),
            model.AnomalyMaps(rows),
            image,
            captions,
            title);
    }

    /// <summary>Draws images above their reconstructions and maps.</summary>
    /// <param name="inputs">[n], each [D].</param>
    /// <param name="reconstructions">[n], each [D].</param>
    /// <param name="maps">
    /// [n], each [D], nats: 0 and less is black, and ln 1000, which one held-out pixel in a thousand exceeds, is white.
    /// </param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="captions">[n], text below each image; null, the default, for none.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, they do not form such an image, a value is not finite, or the counts differ.
    /// </exception>
    public static Picture Draw(
        IReadOnlyList<float[]> inputs,
        IReadOnlyList<float[]> reconstructions,
        IReadOnlyList<float[]> maps,
        ImageShape? image = null,
        IReadOnlyList<string>? captions = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        RowChecks.RequireEach(reconstructions, inputs.Count, "reconstruction", "input");
        RowChecks.RequireEach(maps, inputs.Count, "map", "input");
        int slots = RowChecks.RequireFinite(inputs, "input");
        RowChecks.RequireFinite(maps, "map");
        if (captions is not null)
        {
            RowChecks.RequireEach(captions, inputs.Count, "caption", "input");
        }

        ImageShape shape = ImageShape.For(slots, image).WithRangeOf([.. inputs, .. reconstructions]);
        (float black, float white) = (shape.Black!.Value, shape.White!.Value);
        int columns = MosaicPicture.EvenColumns(inputs.Count, MaxColumns);
        float[][] shades = [.. maps.Select(map => Array.ConvertAll(map, Shade))];
        return MosaicPicture.Create(
            title ?? "Inputs, reconstructions, and where inputs are odd",
            MosaicPicture.Bands(
                [inputs, reconstructions, shades], ["input", "reconstruction", "anomaly map"], captions, columns),
            columns,
            shape);

        float Shade(float nats) => black + ((white - black) * Math.Clamp(nats / WhiteNats, 0, 1));
    }
}
