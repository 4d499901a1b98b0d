using System.Globalization;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Decodings along paths between latent points, as strips of images.</summary>
public static class InterpolationStrips
{
    /// <summary>Draws the decodings between two points, along the straight line and along the arc around the origin.</summary>
    /// <param name="model">A model whose rows are images.</param>
    /// <param name="from">[K], such as the code of a row.</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">Images in a strip, both ends included, from 2; 11 by default.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <param name="condition">
    /// What <see cref="VaeModel.Condition"/> gives, for a model with a condition; null, the default, for one without.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A point has another length than K, or the rows do not form such an image.
    /// </exception>
    public static Picture Draw(
        VaeModel model,
        float[] from,
        float[] to,
        int steps = 11,
        ImageShape? image = null,
        string? title = null,
        float[]? condition = null) => Draw(
            model,
            [
                new LatentPath("line", LatentPoints.Line(from, to, steps)),
                new LatentPath("arc", LatentPoints.Arc(from, to, steps)),
            ],
            image,
            title,
            condition);

    /// <summary>Draws one strip for each path.</summary>
    /// <param name="model">A model whose rows are images.</param>
    /// <param name="paths">
    /// From the top, all with the same number of points, from 2. The names of the columns assume equal distances.
    /// </param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <param name="condition">
    /// What <see cref="VaeModel.Condition"/> gives, for a model with a condition; null, the default, for one without.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no path, paths differ in length, a point has another length than K, or the rows do not form such an image.
    /// </exception>
    public static Picture Draw(
        VaeModel model,
        IReadOnlyList<LatentPath> paths,
        ImageShape? image = null,
        string? title = null,
        float[]? condition = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0 || paths[0].Points.Count < 2)
        {
            throw new ArgumentException("There is no path to draw. Give at least one path of two or more points.", nameof(paths));
        }

        int steps = paths[0].Points.Count;
        if (paths.FirstOrDefault(path => path.Points.Count != steps) is { } other)
        {
            throw new ArgumentException(
                $"Every path must have as many points as the first, {steps}, but '{other.Name}' has {other.Points.Count}.",
                nameof(paths));
        }

        return MosaicPicture.Create(
            title ?? "Decodings along paths through the latent space",
            [
                new MosaicBlock(Features.Decoded(model, [.. paths.SelectMany(path => path.Points)], condition))
                {
                    RowNames = [.. paths.Select(path => path.Name)],
                    ColumnNames = [.. Enumerable.Range(0, steps).Select(step => Percent(step, steps))],
                    ColumnTitle = "share of the way (%)",
                },
            ],
            steps,
            image);
    }

    private static string Percent(int step, int steps) =>
        (100.0 * step / (steps - 1)).ToString("F0", CultureInfo.InvariantCulture);
}
