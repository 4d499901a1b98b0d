using System.Numerics.Tensors;

namespace VaeTransforms.Analysis;

/// <summary>KL divergence from the distribution of the codes to the product of its marginals, in nats.</summary>
internal static class TotalCorrelation
{
    /// <summary>The total correlation of a normal distribution, -1/2 ln det of its correlation matrix.</summary>
    /// <param name="covariance">[K][K].</param>
    /// <returns>Nats, from 0; infinite if the matrix is singular.</returns>
    public static double OfGaussian(double[][] covariance) =>
        Math.Max(0, -new CorrelationSpectrum(covariance).LogDeterminant / 2);

    /// <summary>The total correlation of the mixture of some posteriors.</summary>
    /// <param name="posteriors">[n].</param>
    /// <param name="draws">[n, K], one from each posterior.</param>
    /// <returns>
    /// Nats: the mean over draws of ln q(z) - Σ ln q(z_j). Each q is a mean over all n posteriors, including the draw's own.
    /// </returns>
    public static double OfMixture(IReadOnlyList<LatentPosterior> posteriors, float[] draws)
    {
        int count = posteriors.Count;
        int dimension = draws.Length / count;

        // [K][n], so that one dimension of all posteriors is one vector.
        double[][] means = Columns(posterior => posterior.Mean, mean => mean);
        double[][] halfPrecisions = Columns(posterior => posterior.LogVariance, logVariance => Math.Exp(-logVariance) / 2);
        double[][] logScales = Columns(posterior => posterior.LogVariance, logVariance => -logVariance / 2);
        var terms = new double[count];
        Parallel.For(
            0,
            count,
            () => (Joint: new double[count], Marginal: new double[count]),
            (draw, _, densities) =>
            {
                (double[] joint, double[] marginal) = densities;
                Array.Clear(joint);
                double term = 0;
                for (int j = 0; j < dimension; j++)
                {
                    // ln q(z_j | x) of each posterior, without the constant, which cancels.
                    TensorPrimitives.Subtract(means[j], (double)draws[(draw * dimension) + j], marginal);
                    TensorPrimitives.Multiply(marginal, marginal, marginal);
                    TensorPrimitives.Multiply(marginal, halfPrecisions[j], marginal);
                    TensorPrimitives.Subtract(logScales[j], marginal, marginal);
                    TensorPrimitives.Add(joint, marginal, joint);
                    term -= LogMeanExp.Of(marginal);
                }

                terms[draw] = term + LogMeanExp.Of(joint);
                return densities;
            },
            _ => { });
        return terms.Average();

        double[][] Columns(Func<LatentPosterior, float[]> vector, Func<double, double> map) =>
            [.. Enumerable.Range(0, dimension).Select(j => posteriors.Select(posterior => map(vector(posterior)[j])).ToArray())];
    }
}
