using System.Globalization;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>What lies between latent points, as strips of decodings.</summary>
public static class InterpolationStrips
{
    /// <summary>Draws the way between two points, along the straight line and along the arc around the origin.</summary>
    /// <param name="model">Whose rows are images.</param>
    /// <param name="from">[K], such as the code of a row.</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">Images of a strip, both ends included, from 2.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">A point has another length than K, or rows do not form such an image.</exception>
    public static Picture Draw(VaeModel model, float[] from, float[] to, int steps = 11, ImageShape? image = null, string? title = null) =>
        Draw(model, [new LatentPath("line", LatentPoints.Line(from, to, steps)), new LatentPath("arc", LatentPoints.Arc(from, to, steps))], image, title);

    /// <summary>Draws a strip for each path.</summary>
    /// <param name="model">Whose rows are images.</param>
    /// <param name="paths">From the top; all with equally many points, which are taken to be equally far from each other.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">
    /// There is no path, paths differ in length, a point has another length than K, or rows do not form such an image.
    /// </exception>
    public static Picture Draw(VaeModel model, IReadOnlyList<LatentPath> paths, ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0 || paths[0].Points.Count < 2)
        {
            throw new ArgumentException("There is no path to draw. Give one at least, of two points or more.", nameof(paths));
        }

        int steps = paths[0].Points.Count;
        if (paths.FirstOrDefault(path => path.Points.Count != steps) is { } other)
        {
            throw new ArgumentException($"Every path must have as many points as the first, {steps}, but '{other.Name}' has {other.Points.Count}.", nameof(paths));
        }

        return MosaicPicture.Create(
            title ?? "Decodings along paths through the latent space",
            [
                new MosaicBlock(model.Decode([.. paths.SelectMany(path => path.Points)]))
                {
                    RowNames = [.. paths.Select(path => path.Name)],
                    ColumnNames = [.. Enumerable.Range(0, steps).Select(step => (100.0 * step / (steps - 1)).ToString("F0", CultureInfo.InvariantCulture))],
                    ColumnTitle = "share of the way (%)",
                },
            ],
            steps,
            image);
    }
}
