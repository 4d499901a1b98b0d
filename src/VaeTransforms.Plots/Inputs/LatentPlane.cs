using System.Globalization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The two axes that latent points are drawn on, and what they are.</summary>
internal sealed record LatentPlane(Func<float[], (double X, double Y)> Project, string TitleX, string TitleY)
{
    /// <summary>The two dimensions asked for; otherwise both where there are two, and the principal plane where there are more.</summary>
    /// <exception cref="ArgumentException">There is one dimension, or not those asked for.</exception>
    public static LatentPlane For(IReadOnlyList<float[]> codes, (int X, int Y)? dimensions)
    {
        int size = RowLength.OfFinite(codes, "code");
        if (size < 2)
        {
            throw new ArgumentException("A scatter needs at least 2 latent dimensions, but the codes have 1. Draw a histogram of it, or train with more.");
        }

        if (dimensions is null && size > 2)
        {
            PrincipalPlane plane = PrincipalPlane.Of(codes);
            return new LatentPlane(plane.Project, Component(1, plane.Shares[0], size), Component(2, plane.Shares[1], size));
        }

        (int x, int y) = dimensions ?? (0, 1);
        Require(x, y, size);
        return new LatentPlane(code => (code[x], code[y]), Name(x) + ", latent mean", Name(y) + ", latent mean");
    }

    /// <summary>What a latent dimension is called in all pictures.</summary>
    public static string Name(int dimension) => string.Create(CultureInfo.InvariantCulture, $"z[{dimension}]");

    /// <exception cref="ArgumentException">These are not two of the dimensions.</exception>
    public static void Require(int x, int y, int latentDimension)
    {
        if (x < 0 || y < 0 || x >= latentDimension || y >= latentDimension || x == y)
        {
            throw new ArgumentException($"The picture needs two different latent dimensions from 0 to {latentDimension - 1}, but was given {x} and {y}.");
        }
    }

    private static string Component(int number, double share, int size) => string.Create(
        CultureInfo.InvariantCulture, $"principal component {number} of {size} latent means, {100 * share:F0} % of their variance");
}
