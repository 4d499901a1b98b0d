namespace VaeTransforms.Numerics;

/// <summary>Draws from a posterior, with what importance sampling needs to know of them.</summary>
internal static class PosteriorDraw
{
    /// <summary>Draws z from q(z | x) = N(mean, diag exp(logVariance)).</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    /// <param name="random">Advanced.</param>
    /// <param name="noise">[K], overwritten.</param>
    /// <param name="z">[K], written.</param>
    /// <returns>ln p(z) / q(z | x), in nats. The constants of the densities cancel.</returns>
    /// <remarks>Burda, Grosse and Salakhutdinov 2016, 'Importance weighted autoencoders'.</remarks>
    public static double Next(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, Random random, float[] noise, Span<float> z)
    {
        StandardNormal.Fill(random, noise);
        DiagonalGaussian.Draw(mean, logVariance, noise, z);
        double ratio = 0;
        for (int j = 0; j < z.Length; j++)
        {
            ratio += ((noise[j] * (double)noise[j]) + logVariance[j] - (z[j] * (double)z[j])) / 2;
        }

        return ratio;
    }
}
