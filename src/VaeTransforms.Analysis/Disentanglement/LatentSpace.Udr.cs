using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public static partial class LatentSpace
{
    // Nats; as in the paper, appendix A.
    private const double InformativeKl = 0.01;

    /// <summary>
    /// How far models that differ only in their seed found the same dimensions, up to order, sign and scale: a measure of
    /// disentanglement that needs no labels.
    /// </summary>
    /// <param name="models">At least two, such as fits of one pipeline with several seeds.</param>
    /// <param name="data">Rows to encode with each; rows with NaN or infinity are left out.</param>
    /// <param name="inputColumnName">The column that all of them read; null, the default, for the one that each was trained on.</param>
    /// <exception cref="ArgumentException">There are fewer than two models or three rows, or the column is missing or does not fit.</exception>
    public static UdrReport Udr(IReadOnlyList<VaeModel> models, IDataView data, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(data);
        if (models.Count < 2)
        {
            throw new ArgumentException(
                $"UDR compares models of several seeds, so it needs at least 2, but there {(models.Count == 1 ? "is 1" : "are none")}. Fit again with another Seed.",
                nameof(models));
        }

        EncodedRows[] rows = [.. models.Select(model => EncodedRows.Read(model.Scorer, data, inputColumnName))];
        if (rows.Any(one => one.Count != rows[0].Count || !one.Rows.Index.SequenceEqual(rows[0].Rows.Index)))
        {
            throw new ArgumentException(
                "The models do not read the same rows: their input columns differ in which rows have finite values. Drop such rows first.", nameof(data));
        }

        if (rows[0].Count < 3)
        {
            throw new ArgumentException(
                $"UDR correlates codes over rows, so it needs at least 3 with finite values, but the view has {rows[0].Count} ({rows[0].Rows.SkippedRows} without).",
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
            Scores = [.. agreement.Select((row, i) => Median([.. row.Where((_, j) => j != i)]))],
            Agreement = agreement,
            InformativeDimensions = [.. ranks.Select(model => model.Length)],
        };
    }

    /// <summary>[informative dimensions][rows] ranks of the latent means.</summary>
    private static double[][] InformativeRanks(EncodedRows rows) =>
    [
        .. from dimension in Enumerable.Range(0, rows.Posteriors[0].Mean.Length)
           where rows.Posteriors.Average(one => DiagonalGaussian.KlToStandardNormal([one.Mean[dimension]], [one.LogVariance[dimension]])) > InformativeKl
           select Correlation.Ranks(rows.Posteriors.Select(one => (double)one.Mean[dimension]).ToArray()),
    ];

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
