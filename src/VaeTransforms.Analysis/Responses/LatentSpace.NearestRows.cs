using Microsoft.ML;
using VaeTransforms.Analysis;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>The rows whose codes lie nearest to a latent point: what in the data it stands for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows to search, such as those trained on; rows with NaN or infinity are passed over.</param>
    /// <param name="latentPoint">[K], such as a centre of <see cref="Centroids(VaeModel, ITransformer)"/>.</param>
    /// <param name="count">How many, from 1.</param>
    /// <param name="inputColumnName">The column to read; null, the default, for the one trained on.</param>
    /// <returns>
    /// [count] places in the view and Euclidean distances from the point to the rows' latent means, the nearest first; of equally near
    /// rows the earlier first.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The column is missing or does not fit, the point has another length than K or is not finite, or there are fewer rows.
    /// </exception>
    public static IReadOnlyList<NearestRow> NearestRows(
        VaeModel model, IDataView data, float[] latentPoint, int count, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(latentPoint);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int dimension = model.Architecture.LatentDimension;
        if (latentPoint.Length != dimension)
        {
            throw new ArgumentException($"The latent point has {latentPoint.Length} values, but the model needs {dimension}.", nameof(latentPoint));
        }

        if (!latentPoint.All(float.IsFinite))
        {
            throw new ArgumentException("The latent point holds NaN or infinity, to which nothing is near.", nameof(latentPoint));
        }

        EncodedRows rows = EncodedRows.Read(model.Scorer, data, inputColumnName);
        if (rows.Count < count)
        {
            throw new ArgumentException(
                $"The {count} nearest rows were asked for, but the view has {rows.Count} rows with finite values ({rows.Rows.SkippedRows} without). Ask for fewer, or give more rows.",
                nameof(count));
        }

        return [.. rows.Posteriors
            .Select((posterior, i) => new NearestRow(rows.Rows.Index[i], Distance(posterior.Mean, latentPoint)))
            .OrderBy(row => row.Distance)
            .ThenBy(row => row.Row)
            .Take(count)];
    }

    private static double Distance(float[] first, float[] second) =>
        Math.Sqrt(first.Zip(second, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
}
