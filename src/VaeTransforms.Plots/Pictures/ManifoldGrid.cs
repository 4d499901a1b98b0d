using System.Globalization;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Decodings of a plane of the latent space, as a grid of images.</summary>
public static class ManifoldGrid
{
    /// <summary>
    /// Decodes a grid of the prior's quantiles, so that each image stands for an equal share of the prior's mass.
    /// </summary>
    /// <param name="model">A model of 2 or more latent dimensions whose rows are images.</param>
    /// <param name="side">Images along each axis, from 1; 15 by default.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="x">The dimension that grows from left to right; 0 by default.</param>
    /// <param name="y">
    /// The dimension that grows from bottom to top; 1 by default. All other dimensions are 0, the prior's mean.
    /// </param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <param name="condition">
    /// What <see cref="VaeModel.Condition"/> gives, for a model with a condition; null, the default, for one without.
    /// </param>
    /// <returns>The values of the quantiles are on both axes.</returns>
    /// <exception cref="ArgumentException">
    /// The model has one latent dimension, or does not have x and y, or its rows do not form such an image.
    /// </exception>
    public static Picture Draw(
        VaeModel model,
        int side = 15,
        ImageShape? image = null,
        int x = 0,
        int y = 1,
        string? title = null,
        float[]? condition = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        int latentDimension = model.Architecture.LatentDimension;
        float[][] points = LatentPoints.Grid(side, latentDimension, x, y);

        string others = latentDimension == 2 ? "" : ", all other dimensions 0";
        return MosaicPicture.Create(
            title ?? $"Decodings over the prior's quantiles{others}",
            [
                new MosaicBlock(Features.Decoded(model, points, condition))
                {
                    ColumnNames = [.. points[..side].Select(point => Quantile(point[x]))],
                    ColumnTitle = LatentPlane.Name(x),
                    RowNames = [.. Enumerable.Range(0, side).Select(row => Quantile(points[row * side][y]))],
                    RowTitle = LatentPlane.Name(y),
                },
            ],
            side,
            image,
            gap: 1);
    }

    // The middle quantile can round to -0.00.
    private static string Quantile(float value) =>
        (MathF.Abs(value) < 0.005f ? 0 : value).ToString("F2", CultureInfo.InvariantCulture);
}
