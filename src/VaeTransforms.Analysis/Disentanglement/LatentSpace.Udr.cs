using MathNet.Numerics.Statistics;
using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public static partial class LatentSpace
{
    // Nats, from appendix A of the paper.
    private const double InformativeKl = 0.01;

    /// <summary>
    /// Measures whether models that differ only in their seed found the same dimensions, up to order, sign and scale:
    /// disentanglement without labels.
    /// </summary>
    /// <param name="models">At least two models, such as fits of one pipeline with several seeds.</param>
    /// <param name="data">The rows to encode with every model. Rows with NaN or infinity are skipped.</param>
    /// <param name="inputColumnName">
    /// The column that all models read. Default: null, for the column that each was trained on.
    /// </param>
    /// <returns>The score of each model and the agreement of each pair, in [0, 1]; higher is better.</returns>
    /// <exception cref="ArgumentException">
    /// There are fewer than two models, or fewer than three rows with finite values, or the column is missing or does not fit.
    /// </exception>
    /// <remarks>
    /// Duan and others 2020, 'Unsupervised model selection for variational disentangled representation learning'.
    /// </remarks>
    public static UdrReport Udr(IReadOnlyList<VaeModel> models, IDataView data, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(data);
        if (models.Count < 2)
        {
            throw new ArgumentException(
                $"UDR compares models of several seeds, so it needs at least 2 models, but it got {models.Count}. "
                    + "Fit again with another Seed.",
                nameof(models));
        }

        EncodedRows[] rows = [.. models.Select(model => EncodedRows.Read(model.Scorer, data, inputColumnName))];
        if (rows.Any(one => one.Count != rows[0].Count || !one.Rows.Index.SequenceEqual(rows[0].Rows.Index)))
        {
            throw new ArgumentException(
                "All models must read the same rows, but the rows with finite values differ between their input columns. "
                    + "Remove rows with NaN or infinity first.",
                nameof(data));
        }

        if (rows[0].Count < 3)
        {
            throw new ArgumentException(
                $"UDR correlates codes over rows, so it needs at least 3 rows with finite values, "
                    + $"but the view has {rows[0].Count}, and {rows[0].Rows.SkippedRows} with NaN or infinity. Give more rows.",
                nameof(data));
        }

        double[][][] ranks = [.. rows.Select(InformativeRanks)];
        double[][] agreement = [.. models.Select(_ => new double[models.Count])];
        for (int i = 0; i < models.Count; i++)
        {
            agreement[i][i] = 1;
            for (int j = 0; j < i; j++)
            {
                agreement[i][j] = agreement[j][i] = SeedAgreement.Of(ranks[i], ranks[j]);
            }
        }

        return new UdrReport
        {
            Rows = rows[0].Count,
            SkippedRows = rows[0].Rows.SkippedRows,
            Scores = [.. agreement.Select((row, i) => row.Where((_, j) => j != i).Median())],
            Agreement = agreement,
            InformativeDimensions = [.. ranks.Select(model => model.Length)],
        };
    }

    /// <summary>[informative dimensions][rows] ranks of the latent means. Pearson's correlation of ranks is Spearman's.</summary>
    private static double[][] InformativeRanks(EncodedRows rows) =>
    [
        .. from dimension in Enumerable.Range(0, rows.Posteriors[0].Mean.Length)
           where rows.Posteriors.Average(posterior => Kl(posterior, dimension)) > InformativeKl
           select rows.Posteriors.Select(posterior => (double)posterior.Mean[dimension]).Ranks(RankDefinition.Average),
    ];

    private static double Kl(LatentPosterior posterior, int dimension) =>
        DiagonalGaussian.KlToStandardNormal([posterior.Mean[dimension]], [posterior.LogVariance[dimension]]);
}
