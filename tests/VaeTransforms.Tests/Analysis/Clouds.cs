using VaeTransforms.Analysis;
using VaeTransforms.Numerics;

namespace VaeTransforms.Tests.Analysis;

/// <summary>Points and decoders for tests without a model.</summary>
internal static class Clouds
{
    /// <summary>[count, width] from N(0, I).</summary>
    public static float[] Normal(int count, int width, int seed)
    {
        var points = new float[count * width];
        StandardNormal.Fill(new Random(seed), points);
        return points;
    }

    /// <summary>Applies a function to each row of a row-major matrix.</summary>
    public static float[] Map(float[] rows, int width, Func<float[], float[]> map) => [.. rows.Chunk(width).SelectMany(map)];

    /// <summary>A decoder from a function of one point.</summary>
    public static LatentDecoder Decoder(int dimension, Func<float[], float[]> decode) =>
        (latents, _) => Map(latents, dimension, decode);

    /// <summary>A x for a matrix [n][K].</summary>
    public static float[] Multiply(double[][] matrix, float[] x) =>
        [.. matrix.Select(row => (float)row.Zip(x, (a, b) => a * b).Sum())];

    /// <summary>An invertible matrix and its inverse: a rotation of two axes, stretched and sheared.</summary>
    public static (double[][] Matrix, double[][] Inverse) Map2(double angle, double first, double second, double shear)
    {
        (double sin, double cos) = Math.SinCos(angle);
        double a = cos * first;
        double b = (cos * shear) - (sin * second);
        double c = sin * first;
        double d = (sin * shear) + (cos * second);
        double determinant = (a * d) - (b * c);
        return ([[a, b], [c, d]], [[d / determinant, -b / determinant], [-c / determinant, a / determinant]]);
    }
}
