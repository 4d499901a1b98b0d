using System.Runtime.CompilerServices;
using VaeTransforms;
using VaeTransforms.Pipeline;

namespace Microsoft.ML;

/// <summary>Adds the search over options to the catalogs of ML.NET.</summary>
public static class VaeSearchCatalog
{
    /// <summary>
    /// Trains variational autoencoders with different options on a vector column, and keeps the one that is best on held-out
    /// rows. It adds the same columns as <see cref="VaeCatalog.VaeEncode(TransformsCatalog, string, string?, VaeOptions)"/>.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnName">
    /// The column to read: a vector of fixed size of Single or Double. Default: null, the column named
    /// <paramref name="outputColumnName"/>, which the new column then replaces.
    /// </param>
    /// <param name="options">What to vary, the metric and the budget. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty or used twice, two options contradict each other, or a varied option makes trials incomparable.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public static VaeSearchEstimator VaeSearch(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        VaeSearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeSearchEstimator(
            MlEnvironment.Of(catalog),
            trial => catalog.VaeEncode(outputColumnName, inputColumnName, trial),
            options ?? new VaeSearchOptions());
    }

    /// <summary>
    /// Trains variational autoencoders with different options on the columns of a table, and keeps the one that is best on
    /// held-out rows. It adds the same columns as
    /// <see cref="VaeCatalog.VaeEncode(TransformsCatalog, string, string[], VaeOptions?)"/>.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnNames">The columns to read, at least one, of the types that <c>VaeEncode</c> reads.</param>
    /// <param name="options">What to vary, the metric and the budget. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty or used twice, two options contradict each other, or a varied option makes trials incomparable.
    /// </exception>
    public static VaeSearchEstimator VaeSearch(
        this TransformsCatalog catalog, string outputColumnName, string[] inputColumnNames, VaeSearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeSearchEstimator(
            MlEnvironment.Of(catalog),
            trial => catalog.VaeEncode(outputColumnName, inputColumnNames, trial),
            options ?? new VaeSearchOptions());
    }
}
