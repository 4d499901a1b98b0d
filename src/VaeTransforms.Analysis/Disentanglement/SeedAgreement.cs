
namespace VaeTransforms.Analysis;

/// <summary>How far two models' latent dimensions are each other's counterparts.</summary>
/// <remarks>Duan et al. 2020, 'Unsupervised model selection for variational disentangled representation learning', equation 3.</remarks>
internal static class SeedAgreement
{
    /// <summary>The paper's score of a pair.</summary>
    /// <param name="first">[dimensions of one model that are informative][rows], ranks of codes.</param>
    /// <param name="second">[dimensions of the other that are informative][rows], ranks of codes of the same rows.</param>
    /// <returns>
    /// In [0, 1]: with R(a, b) the absolute rank correlation, the mean over all dimensions of both models of their largest R, squared,
    /// over the sum of their R. It is 1 where each dimension has one counterpart and no relation to others; 0 where a model has no
    /// informative dimension.
    /// </returns>
    public static double Of(double[][] first, double[][] second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return 0;
        }

        double[][] similarity = [.. first.Select(a => second.Select(b => Math.Abs(Correlation.Of(a, b))).ToArray())];
        IEnumerable<double[]> columns = Enumerable.Range(0, second.Length).Select(b => similarity.Select(row => row[b]).ToArray());
        return similarity.Concat(columns).Average(Strength);
    }

    private static double Strength(double[] similarities)
    {
        double sum = similarities.Sum();
        double largest = similarities.Max();
        return sum > 0 ? largest * largest / sum : 0;
    }
}
