namespace VaeTransforms.Numerics;

/// <summary>Draws from a posterior, with their densities.</summary>
internal static class PosteriorDraw
{
    private const double HalfLogTwoPi = 0.9189385332046727;

    /// <summary>Draws z from q(z | x) = N(mean, diag exp(logVariance)).</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <param name="random">Advanced.</param>
    /// <param name="noise">[K], overwritten.</param>
    /// <param name="z">[K], written.</param>
    /// <returns>ln q(z | x), in nats.</returns>
    public static double Next(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, Random random, float[] noise, Span<float> z)
    {
        StandardNormal.Fill(random, noise);
        DiagonalGaussian.Draw(mean, logVariance, noise, z);
        double density = -z.Length * HalfLogTwoPi;
        for (int j = 0; j < z.Length; j++)
        {
            density -= ((noise[j] * (double)noise[j]) + logVariance[j]) / 2;
        }

        return density;
    }
}
