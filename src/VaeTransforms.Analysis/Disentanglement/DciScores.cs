namespace VaeTransforms;

/// <summary>Disentanglement, completeness and informativeness of codes with respect to known factors.</summary>
/// <remarks>
/// Eastwood and Williams 2018, 'A framework for the quantitative evaluation of disentangled representations'. Of the importance R of
/// dimension j for factor k, P(k | j) = R[j][k] / Σ_k R[j][k] and P(j | k) = R[j][k] / Σ_j R[j][k].
/// </remarks>
public sealed record DciScores
{
    /// <summary>
    /// Whether each dimension serves one factor: 1 - H(P(k | j)) / ln F, averaged over dimensions by their share of the
    /// importance; in [0, 1]. Null for one factor, which is all that a dimension can serve.
    /// </summary>
    public required double? Disentanglement { get; init; }

    /// <summary>
    /// Whether each factor is served by one dimension: 1 - H(P(j | k)) / ln K, averaged over factors; in [0, 1]. Null for
    /// one latent dimension.
    /// </summary>
    public required double? Completeness { get; init; }

    /// <summary>
    /// How well the factors can be predicted from the whole code: 1 - error / error of the best constant guess, on rows not learned
    /// from, averaged over factors; in [0, 1]. Errors are wrong classes, or squared differences of quantities.
    /// </summary>
    public required double Informativeness { get; init; }

    /// <summary>[K][F] the importance of a dimension for a factor; each factor's sum to 1, or to 0 where nothing helps.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Importance { get; init; }

    /// <summary>[F] the informativeness about each factor.</summary>
    public required IReadOnlyList<double> InformativenessPerFactor { get; init; }

    /// <summary>The scores that importances and informativeness give.</summary>
    /// <param name="importance">[K][F], from 0.</param>
    /// <param name="informativeness">[F].</param>
    internal static DciScores Of(double[][] importance, double[] informativeness)
    {
        int factors = informativeness.Length;
        double[] dimensionSums = [.. importance.Select(row => row.Sum())];
        double total = dimensionSums.Sum();
        double[][] columns = [.. Enumerable.Range(0, factors).Select(k => importance.Select(row => row[k]).ToArray())];
        return new DciScores
        {
            Disentanglement = factors == 1 ? null
                : total == 0 ? 0
                : importance.Zip(dimensionSums, (row, sum) => sum / total * Purity(row)).Sum(),
            Completeness = importance.Length == 1 ? null : columns.Average(Purity),
            Informativeness = informativeness.Average(),
            Importance = importance,
            InformativenessPerFactor = informativeness,
        };
    }

    /// <summary>1 - entropy of the shares, in units of the largest possible; 0 where there are none.</summary>
    private static double Purity(double[] weights)
    {
        double sum = weights.Sum();
        return sum == 0
            ? 0
            : 1 + (weights.Where(weight => weight > 0).Sum(weight => weight / sum * Math.Log(weight / sum)) / Math.Log(weights.Length));
    }
}
