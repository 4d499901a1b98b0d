using System.Globalization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The two axes on which latent points are drawn.</summary>
/// <param name="Project">From a point, [K], to its coordinates in the plane.</param>
/// <param name="TitleX">The name of the horizontal axis.</param>
/// <param name="TitleY">The name of the vertical axis.</param>
internal sealed record LatentPlane(Func<float[], (double X, double Y)> Project, string TitleX, string TitleY)
{
    /// <summary>
    /// The plane of the given dimensions. Without them: both dimensions of two, and the principal plane of more than two.
    /// </summary>
    /// <param name="codes">[n], each [K].</param>
    /// <param name="dimensions">Two different dimensions from 0 to K - 1; null for none given.</param>
    /// <exception cref="ArgumentException">K is 1, or the codes do not have the given dimensions.</exception>
    public static LatentPlane For(IReadOnlyList<float[]> codes, (int X, int Y)? dimensions)
    {
        int size = RowChecks.RequireFinite(codes, "code");
        if (size < 2)
        {
            throw new ArgumentException(
                "A scatter needs at least 2 latent dimensions, but the codes have 1. "
                + "Draw a histogram instead, or train with more dimensions.");
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

    /// <summary>The name of a latent dimension in all pictures.</summary>
    public static string Name(int dimension) => string.Create(CultureInfo.InvariantCulture, $"z[{dimension}]");

    private static void Require(int x, int y, int latentDimension)
    {
        if (x < 0 || y < 0 || x >= latentDimension || y >= latentDimension || x == y)
        {
            throw new ArgumentException(
                $"The picture needs two different latent dimensions from 0 to {latentDimension - 1}, "
                + $"but was given {x} and {y}.");
        }
    }

    private static string Component(int number, double share, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $"principal component {number} of {size} latent means, {100 * share:F0} % of their variance");
}
