using System.Globalization;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>The effect of each latent dimension: a strip of decodings along it, with all other dimensions fixed.</summary>
public static class TraversalStrips
{
    /// <summary>Draws one strip for each dimension.</summary>
    /// <param name="model">A model whose rows are images.</param>
    /// <param name="center">
    /// [K], the values of the fixed dimensions, such as the code of a row; null, the default, for the prior's mean, 0.
    /// </param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="dimensions">The dimensions to draw, from the top; null, the default, for all.</param>
    /// <param name="reach">
    /// A strip goes from -reach to reach, above 0; 3 by default, within which the prior has 99.7 % of its mass.
    /// </param>
    /// <param name="steps">Images in a strip, from 2; 11 by default.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <param name="condition">
    /// What <see cref="VaeModel.Condition"/> gives, for a model with a condition; null, the default, for one without.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The center has another length than K, a dimension does not exist, the reach is not above 0, or the rows do not form
    /// such an image.
    /// </exception>
    public static Picture Draw(
        VaeModel model,
        float[]? center = null,
        ImageShape? image = null,
        IReadOnlyList<int>? dimensions = null,
        float reach = 3,
        int steps = 11,
        string? title = null,
        float[]? condition = null)
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
            throw new ArgumentException(
                "The list of latent dimensions is empty. Give at least one, or null for all.", nameof(dimensions));
        }

        float[][] points =
            [.. drawn.SelectMany(dimension => LatentPoints.Traversal(held, dimension, -reach, reach, steps))];
        IEnumerable<float> values = points[..steps].Select(point => point[drawn[0]]);
        return MosaicPicture.Create(
            title ?? $"One latent dimension at a time, the others {(center is null ? "0" : "held")}",
            [
                new MosaicBlock(Features.Decoded(model, points, condition))
                {
                    RowNames = [.. drawn.Select(LatentPlane.Name)],
                    ColumnNames = [.. values.Select(value => value.ToString("0.##", CultureInfo.InvariantCulture))],
                    ColumnTitle = "value of the dimension",
                },
            ],
            steps,
            image);
    }
}
