using System.Globalization;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>What a plane of the latent space decodes to, as a mosaic.</summary>
public static class ManifoldGrid
{
    /// <summary>
    /// Decodes a grid through the prior's quantiles, so that each image stands for the same share of the prior's mass.
    /// </summary>
    /// <param name="model">With 2 latent dimensions or more, whose rows are images.</param>
    /// <param name="side">Images along each axis, from 1.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="x">The dimension that grows from left to right.</param>
    /// <param name="y">The dimension that grows from bottom to top. All others are 0, the prior's mean.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <returns>The quantiles' values stand along both axes.</returns>
    /// <exception cref="ArgumentException">The model has one latent dimension or not x and y, or its rows do not form such an image.</exception>
    public static Picture Draw(VaeModel model, int side = 15, ImageShape? image = null, int x = 0, int y = 1, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        int latentDimension = model.Architecture.LatentDimension;
        float[][] points = LatentPoints.Grid(side, latentDimension, x, y);

        string others = latentDimension == 2 ? "" : ", all other dimensions 0";
        return MosaicPicture.Create(
            title ?? $"Decodings over the prior's quantiles{others}",
            [
                new MosaicBlock(model.Decode(points))
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

    // A middle that rounding left below zero is no -0.00.
    private static string Quantile(float value) => (MathF.Abs(value) < 0.005f ? 0 : value).ToString("F2", CultureInfo.InvariantCulture);
}
