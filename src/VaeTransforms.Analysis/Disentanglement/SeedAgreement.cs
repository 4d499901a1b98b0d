namespace VaeTransforms.Analysis;

/// <summary>How well the latent dimensions of two models correspond.</summary>
/// <remarks>
/// Duan and others 2020, 'Unsupervised model selection for variational disentangled representation learning', equation 3.
/// </remarks>
internal static class SeedAgreement
{
    /// <summary>The score of a pair of models.</summary>
    /// <param name="first">[informative dimensions of one model][rows], ranks of codes.</param>
    /// <param name="second">[informative dimensions of the other model][rows], ranks of codes of the same rows.</param>
    /// <returns>
    /// In [0, 1], higher is better. With R(a, b) the absolute rank correlation, it is the mean, over all dimensions of both
    /// models, of (largest R)² / (sum of R). It is 1 if each dimension corresponds to one other dimension and is uncorrelated
    /// with the rest. It is 0 if a model has no informative dimension.
    /// </returns>
    public static double Of(double[][] first, double[][] second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return 0;
        }

        double[][] similarity = [.. first.Select(a => second.Select(b => AbsoluteCorrelation.Of(a, b)).ToArray())];
        IEnumerable<double[]> columns =
            Enumerable.Range(0, second.Length).Select(b => similarity.Select(row => row[b]).ToArray());
        return similarity.Concat(columns).Average(Strength);
    }

    private static double Strength(double[] similarities)
    {
        double sum = similarities.Sum();
        double largest = similarities.Max();
        return sum > 0 ? largest * largest / sum : 0;
    }
}
