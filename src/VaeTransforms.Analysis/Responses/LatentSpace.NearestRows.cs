using System.Numerics.Tensors;
using Microsoft.ML;
using VaeTransforms.Analysis;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>Finds the rows whose codes are nearest to a latent point, to see which data it represents.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows to search, such as the training data. Rows with NaN or infinity are skipped.</param>
    /// <param name="latentPoint">[K], such as a center from <see cref="Centroids(VaeModel, ITransformer)"/>.</param>
    /// <param name="count">The number of rows to find, from 1.</param>
    /// <param name="inputColumnName">The column to read. Default: null, for the column that the model was trained on.</param>
    /// <returns>
    /// [count] positions in the view, and Euclidean distances from the point to the latent means of the rows. The nearest row
    /// comes first; of equally near rows the earlier one.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The column is missing or does not fit; the length of the point is not K, or the point is not finite; or there are fewer
    /// than <paramref name="count"/> rows with finite values.
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
            throw new ArgumentException(
                $"The latent point has {latentPoint.Length} values, but the model has {dimension} latent dimensions. "
                    + $"Give {dimension} values.",
                nameof(latentPoint));
        }

        if (!latentPoint.All(float.IsFinite))
        {
            throw new ArgumentException(
                "A latent point must have finite values, but this one contains NaN or infinity. Give finite values.",
                nameof(latentPoint));
        }

        EncodedRows rows = EncodedRows.Read(model.Scorer, data, inputColumnName);
        if (rows.Count < count)
        {
            throw new ArgumentException(
                $"Finding the {count} nearest rows needs at least {count} rows with finite values, "
                    + $"but the view has {rows.Count}, and {rows.Rows.SkippedRows} with NaN or infinity. "
                    + "Lower count, or give more rows.",
                nameof(count));
        }

        return [.. rows.Posteriors
            .Select((posterior, i) => new NearestRow(
                rows.Rows.Index[i], TensorPrimitives.Distance<float>(posterior.Mean, latentPoint)))
            .OrderBy(row => row.Distance)
            .ThenBy(row => row.Row)
            .Take(count)];
    }
}
