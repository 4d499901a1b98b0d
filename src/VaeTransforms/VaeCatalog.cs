using VaeTransforms;
using VaeTransforms.Pipeline;

namespace Microsoft.ML;

/// <summary>Variational autoencoders in ML.NET's catalogues.</summary>
public static class VaeCatalog
{
    /// <summary>
    /// Trains a variational autoencoder on a vector column and adds the mean of each row's latent posterior: features for
    /// clustering, classification or anomaly detection downstream.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnName">
    /// The column to read: a vector of fixed size of Single or Double. Null, the default: the output column's name, which
    /// then takes its place.
    /// </param>
    /// <param name="latentDimension">K; null, the default: half the input's width, from 2 to 16.</param>
    /// <exception cref="ArgumentException">A name is empty or the dimension is below 1.</exception>
    public static VaeEstimator VaeEncode(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int? latentDimension = null) =>
        catalog.VaeEncode(outputColumnName, inputColumnName, new VaeOptions { LatentDimension = latentDimension });

    /// <summary>
    /// Trains a variational autoencoder on a vector column and adds the mean of each row's latent posterior, and the
    /// columns that the options name.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnName">The column to read: a vector of fixed size of Single or Double; null for the output column's name.</param>
    /// <param name="options">Network, training and optional columns.</param>
    /// <exception cref="ArgumentException">A name is empty or stands twice, or options contradict each other.</exception>
    public static VaeEstimator VaeEncode(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, VaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeEstimator(MlEnvironment.Of(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>
    /// Trains a variational autoencoder on a vector column and adds <c>Score</c> (Single, in nats; higher is more
    /// anomalous) and <c>PredictedLabel</c> (Boolean; true above the threshold).
    /// </summary>
    /// <param name="catalog">The anomaly-detection trainers' catalog.</param>
    /// <param name="featureColumnName">The column to read: a vector of fixed size of Single or Double.</param>
    /// <param name="options">Autoencoder and threshold; null, the default, for all defaults.</param>
    /// <exception cref="ArgumentException">A name is empty or stands twice, or options contradict each other.</exception>
    public static VaeAnomalyEstimator Vae(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName = "Features", VaeAnomalyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeAnomalyEstimator(MlEnvironment.Of(catalog), featureColumnName, options ?? new VaeAnomalyOptions());
    }
}
