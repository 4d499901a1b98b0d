using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using VaeTransforms.Model;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>
    /// Returns the centers of K-Means clusters as latent points. Decode them to see what each cluster represents.
    /// </summary>
    /// <param name="model">The model whose latent means were clustered.</param>
    /// <param name="transformer">
    /// A fitted or loaded pipeline with one K-Means model, or the transformer of that model. K-Means must have read the latent
    /// column unchanged. With a normalizer between them the centers are not latent points, which cannot be detected in a fitted
    /// pipeline.
    /// </param>
    /// <returns>[clusters], each [K], in the order of the cluster numbers: <c>PredictedLabel</c> n is element n - 1.</returns>
    /// <exception cref="ArgumentException">
    /// There is no K-Means model, or more than one; or K-Means did not cluster latent means of this model: the length of its
    /// centers is not K, or it read the input column of the model.
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
                    ? "The transformer must contain one K-Means model, but it has none. "
                        + "Give a fitted or loaded pipeline with mlContext.Clustering.Trainers.KMeans."
                    : $"The transformer must contain one K-Means model, but it has {found.Length}, which read "
                        + NameList.Quoted(found.Select(one => one.FeatureColumnName))
                        + ". Give the part of the pipeline with one.",
                nameof(transformer));
        }

        if (found[0].FeatureColumnName == model.InputColumnName)
        {
            throw new ArgumentException(
                $"K-Means must cluster latent means, but it read column '{model.InputColumnName}', the input of the model. "
                    + "Cluster the column that VaeEncode adds.",
                nameof(transformer));
        }

        return Centroids(model, (KMeansModelParameters)found[0].Model);
    }

    /// <inheritdoc cref="Centroids(VaeModel, ITransformer)" path="/*[not(self::param)]"/>
    /// <param name="model">The model whose latent means were clustered.</param>
    /// <param name="kMeans">The K-Means model that was trained on the unchanged latent column.</param>
    /// <exception cref="ArgumentException">The length of the centers is not K.</exception>
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
                $"K-Means clustered vectors of {points[0].Length} values, but the model has {model.Architecture.LatentDimension} "
                    + "latent dimensions. Give the K-Means model that was trained on the latent column of this model.",
                nameof(kMeans));
    }

    private static IEnumerable<ISingleFeaturePredictionTransformer<object>> KMeansIn(ITransformer transformer) =>
        transformer switch
        {
            ISingleFeaturePredictionTransformer<object> { Model: KMeansModelParameters } kMeans => [kMeans],
            IEnumerable<ITransformer> chain => chain.SelectMany(KMeansIn),
            _ => [],
        };
}
