using MathNet.Numerics.Distributions;

namespace VaeTransforms;

/// <summary>Disentanglement, completeness and informativeness of codes with respect to known factors.</summary>
/// <remarks>
/// Eastwood and Williams 2018, 'A framework for the quantitative evaluation of disentangled representations'. With R[j][k] the
/// importance of dimension j for factor k, P(k | j) = R[j][k] / Σ_k R[j][k] and P(j | k) = R[j][k] / Σ_j R[j][k].
/// </remarks>
public sealed record DciScores
{
    /// <summary>
    /// Whether each dimension serves one factor: 1 - H(P(k | j)) / ln F, averaged over dimensions, weighted by their share of the
    /// importance; in [0, 1], higher is better. Null if there is one factor.
    /// </summary>
    public required double? Disentanglement { get; init; }

    /// <summary>
    /// Whether one dimension serves each factor: 1 - H(P(j | k)) / ln K, averaged over factors; in [0, 1], higher is better. Null
    /// if there is one latent dimension.
    /// </summary>
    public required double? Completeness { get; init; }

    /// <summary>
    /// How well the whole code predicts the factors: 1 - error / error of the best constant prediction, on rows that the
    /// predictor was not trained on, averaged over factors; in [0, 1], higher is better. The error is the number of wrong
    /// classes, or the sum of squared differences of a quantity.
    /// </summary>
    public required double Informativeness { get; init; }

    /// <summary>
    /// [K][F] the importance of a dimension for a factor. The importances for one factor sum to 1, or to 0 if no dimension helps.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Importance { get; init; }

    /// <summary>[F] the informativeness about each factor, in [0, 1].</summary>
    public required IReadOnlyList<double> InformativenessPerFactor { get; init; }

    /// <summary>Computes the scores from importances and informativeness.</summary>
    /// <param name="importance">[K][F], each at least 0.</param>
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

    /// <summary>1 - the entropy of the shares / the largest possible entropy; 0 if all weights are 0.</summary>
    private static double Purity(double[] weights)
    {
        // MathNet returns NaN if a category is empty.
        double[] positive = Array.FindAll(weights, weight => weight > 0);
        return positive.Length == 0 ? 0 : 1 - (new Categorical(positive).Entropy / Math.Log(weights.Length));
    }
}
