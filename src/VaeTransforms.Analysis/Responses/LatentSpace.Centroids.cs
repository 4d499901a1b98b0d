using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>The centres of clusters that K-Means found in the latent space, as latent points: decode them to see what each cluster is.</summary>
    /// <param name="model">The model whose latent means were clustered.</param>
    /// <param name="transformer">
    /// A fitted or loaded pipeline with one K-Means model in it, or that model's transformer alone. K-Means must have read the latent
    /// column as it is: through a normaliser between them its centres are no latent points, and nothing in a fitted pipeline says so.
    /// </param>
    /// <returns>[clusters], each [K], in the order of the clusters' numbers: <c>PredictedLabel</c> n is element n - 1.</returns>
    /// <exception cref="ArgumentException">
    /// There is no K-Means model, or more than one; or it did not cluster latent means of this model: its centres have another length
    /// than K, or it read the model's own input column.
    /// </exception>
    public static float[][] Centroids(VaeModel model, ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(transformer);
        ISingleFeaturePredictionTransformer<object>[] found = [.. KMeansIn(transformer)];
        if (found.Length != 1)
        {
            throw new ArgumentException(
                found.Length == 0
                    ? "The transformer holds no K-Means model. Give the pipeline that mlContext.Clustering.Trainers.KMeans was fitted in, or one loaded from its file."
                    : $"The transformer holds {found.Length} K-Means models, which read {string.Join(", ", found.Select(one => $"'{one.FeatureColumnName}'"))}. Give the part of the pipeline with the one that is wanted.",
                nameof(transformer));
        }

        if (found[0].FeatureColumnName == model.InputColumnName)
        {
            throw new ArgumentException(
                $"K-Means read column '{model.InputColumnName}', which is the model's input and not its latent means. Cluster the column that VaeEncode adds.",
                nameof(transformer));
        }

        return Centroids(model, (KMeansModelParameters)found[0].Model);
    }

    /// <inheritdoc cref="Centroids(VaeModel, ITransformer)"/>
    /// <param name="model">The model whose latent means were clustered.</param>
    /// <param name="kMeans">What K-Means learned from the latent column as it is.</param>
    /// <exception cref="ArgumentException">The centres have another length than K.</exception>
    public static float[][] Centroids(VaeModel model, KMeansModelParameters kMeans)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(kMeans);
        VBuffer<float>[] centroids = [];
        kMeans.GetClusterCentroids(ref centroids, out int count);
        float[][] points = [.. centroids.Take(count).Select(centroid => centroid.DenseValues().ToArray())];
        return points.All(point => point.Length == model.Architecture.LatentDimension)
            ? points
            : throw new ArgumentException(
                $"K-Means clustered vectors of {points[0].Length} values, but the model's latent vectors have {model.Architecture.LatentDimension}. Give the K-Means model that was fitted on this model's latent column.",
                nameof(kMeans));
    }

    private static IEnumerable<ISingleFeaturePredictionTransformer<object>> KMeansIn(ITransformer transformer) => transformer switch
    {
        ISingleFeaturePredictionTransformer<object> { Model: KMeansModelParameters } kMeans => [kMeans],
        IEnumerable<ITransformer> chain => chain.SelectMany(KMeansIn),
        _ => [],
    };
}
