using System.Runtime.CompilerServices;
using VaeTransforms;
using VaeTransforms.Pipeline;

namespace Microsoft.ML;

/// <summary>Adds the detector of anomalies in series to the catalogs of ML.NET.</summary>
public static class VaeSeriesCatalog
{
    /// <summary>The number of points in a window, if it is not set.</summary>
    public const int DefaultWindow = 48;

    /// <summary>
    /// Trains a variational autoencoder on windows of a series. It adds a vector to each point: alert (0 or 1), raw score (higher
    /// is more anomalous) and p-value.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">
    /// The column to add: Vector&lt;Double, 3&gt; with the slots Alert, Raw Score and P-Value Score.
    /// </param>
    /// <param name="inputColumnName">The column to read: a Single or a Double. Rows are in time order.</param>
    /// <param name="window">
    /// The number of points in a window, from 2: how much of the past decides about a point. Default: 48.
    /// </param>
    /// <param name="options">Columns, score, threshold and training. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty or used twice, the window is too small or too large, or two options contradict each other.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public static VaeSeriesEstimator VaeDetectAnomalies(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        int window = DefaultWindow,
        VaeSeriesOptions? options = null) =>
        catalog.VaeDetectAnomalies(outputColumnName, [inputColumnName], window, options);

    /// <summary>
    /// Trains a variational autoencoder on windows of several columns that are measured at the same times. It adds a vector to
    /// each point: alert (0 or 1), raw score (higher is more anomalous) and p-value.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">
    /// The column to add: Vector&lt;Double, 3&gt; with the slots Alert, Raw Score and P-Value Score.
    /// </param>
    /// <param name="inputColumnNames">The columns to read, each a Single or a Double. Rows are in time order.</param>
    /// <param name="window">
    /// The number of points in a window, from 2: how much of the past decides about a point. A window has at most 65,536 values,
    /// <paramref name="window"/> times the number of columns. Default: 48.
    /// </param>
    /// <param name="options">Columns, score, threshold and training. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty or used twice, the window is too small or too large, or two options contradict each other.
    /// </exception>
    public static VaeSeriesEstimator VaeDetectAnomalies(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        int window = DefaultWindow,
        VaeSeriesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeSeriesEstimator(
            MlEnvironment.Of(catalog), outputColumnName, inputColumnNames, window, options ?? new VaeSeriesOptions());
    }
}
