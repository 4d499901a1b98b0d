using System.Globalization;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>What each latent dimension does: a strip of decodings along it, all others held.</summary>
public static class TraversalStrips
{
    /// <summary>Draws a strip for each dimension.</summary>
    /// <param name="model">Whose rows are images.</param>
    /// <param name="center">[K] where the other dimensions are held, such as a row's code; null for the prior's mean, 0.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="dimensions">Which, from the top; null for all.</param>
    /// <param name="reach">A strip goes from -reach to reach; the prior has 99.7 % of its mass within 3.</param>
    /// <param name="steps">Images of a strip, from 2.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">The centre has another length than K, there is no such dimension, or rows do not form such an image.</exception>
    public static Picture Draw(
        VaeModel model, float[]? center = null, ImageShape? image = null, IReadOnlyList<int>? dimensions = null, float reach = 3, int steps = 11, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(reach > 0 && float.IsFinite(reach)))
        {
            throw new ArgumentOutOfRangeException(nameof(reach), reach, "The reach must be a finite number above 0.");
        }

        int latentDimension = model.Architecture.LatentDimension;
        float[] held = center ?? new float[latentDimension];
        int[] drawn = [.. dimensions ?? [.. Enumerable.Range(0, latentDimension)]];
        if (drawn.Length == 0)
        {
            throw new ArgumentException("No latent dimension is asked for. Name one at least, or leave dimensions null for all.", nameof(dimensions));
        }

        float[][] points = [.. drawn.SelectMany(dimension => LatentPoints.Traversal(held, dimension, -reach, reach, steps))];
        return MosaicPicture.Create(
            title ?? (center is null ? "One latent dimension at a time, the others 0" : "One latent dimension at a time, the others held"),
            [
                new MosaicBlock(model.Decode(points))
                {
                    RowNames = [.. drawn.Select(LatentPlane.Name)],
                    ColumnNames = [.. points[..steps].Select(point => point[drawn[0]].ToString("0.##", CultureInfo.InvariantCulture))],
                    ColumnTitle = "value of the dimension",
                },
            ],
            steps,
            image);
    }
}
