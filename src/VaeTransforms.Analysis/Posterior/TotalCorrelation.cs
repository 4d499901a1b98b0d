using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>KL divergence from the codes' distribution to the product of its marginals, in nats.</summary>
internal static class TotalCorrelation
{
    /// <summary>Of a normal distribution.</summary>
    /// <param name="covariance">[K][K].</param>
    /// <returns>Infinite if the matrix is singular.</returns>
    public static double OfGaussian(double[][] covariance)
    {
        double[][] correlation = [.. covariance.Select((row, i) => row
            .Select((value, j) => value / Math.Sqrt(covariance[i][i] * covariance[j][j]))
            .ToArray())];
        return Math.Max(0, -new CovarianceFactor(correlation).LogDeterminant / 2);
    }

    /// <summary>Of the mixture of some rows' posteriors.</summary>
    /// <param name="posteriors">[n].</param>
    /// <param name="draws">[n, K], one from each posterior.</param>
    /// <returns>
    /// The mean over draws of ln q(z) - Σ ln q(z_j), each q a mean over the n posteriors, the draw's own included.
    /// </returns>
    public static double OfMixture(IReadOnlyList<LatentPosterior> posteriors, float[] draws)
    {
        int count = posteriors.Count;
        int dimension = draws.Length / count;
        float[] means = [.. posteriors.SelectMany(posterior => posterior.Mean)];
        float[] precisions = [.. posteriors.SelectMany(posterior => posterior.LogVariance).Select(logVariance => MathF.Exp(-logVariance))];
        float[] logScales = [.. posteriors.SelectMany(posterior => posterior.LogVariance).Select(logVariance => -logVariance / 2)];
        var terms = new double[count];
        Parallel.For(
            0,
            count,
            () => new double[(dimension + 1) * count],
            (draw, _, densities) =>
            {
                // The first row holds ln q(z | x) of each posterior, the others its coordinates; constants cancel.
                densities.AsSpan(0, count).Clear();
                for (int other = 0; other < count; other++)
                {
                    for (int j = 0; j < dimension; j++)
                    {
                        int at = (other * dimension) + j;
                        double offset = draws[(draw * dimension) + j] - means[at];
                        double density = logScales[at] - (offset * offset * precisions[at] / 2);
                        densities[((j + 1) * count) + other] = density;
                        densities[other] += density;
                    }
                }

                double term = LogMeanExp.Of(densities.AsSpan(0, count));
                for (int j = 1; j <= dimension; j++)
                {
                    term -= LogMeanExp.Of(densities.AsSpan(j * count, count));
                }

                terms[draw] = term;
                return densities;
            },
            _ => { });
        return terms.Average();
    }
}
