namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency.

/// <summary>Student's t distribution with ν > 2 degrees of freedom, scaled to variance 1.</summary>
internal static class StudentTDensity
{
    // From here the first four terms of the series have an error below 1e-11.
    private const double SeriesStart = 10;

    /// <summary>-ln of the density at 0: ln Γ(ν/2) - ln Γ((ν + 1)/2) + ½ ln((ν - 2)π), in nats.</summary>
    /// <param name="degreesOfFreedom">ν, above 2.</param>
    public static double LogNormalizer(double degreesOfFreedom) =>
        (0.5 * Math.Log((degreesOfFreedom - 2) * Math.PI)) - LogGammaRatio(degreesOfFreedom / 2);

    /// <summary>ln Γ(a + ½) - ln Γ(a), without the difference of two large numbers.</summary>
    /// <remarks>
    /// Tricomi and Erdélyi 1951: an asymptotic series. Smaller arguments are first increased by Γ(a + 1) = a Γ(a).
    /// </remarks>
    private static double LogGammaRatio(double a)
    {
        double shift = 0;
        for (; a < SeriesStart; a++)
        {
            shift += Math.Log(a / (a + 0.5));
        }

        double square = a * a;
        double series = 1 - ((1 - ((1 - (85 / (112 * square))) * 3 / (10 * square))) / (24 * square));
        return shift + (0.5 * Math.Log(a)) - (series / (8 * a));
    }
}
