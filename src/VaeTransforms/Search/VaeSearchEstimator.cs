using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Reading;
using VaeTransforms.Search;

namespace VaeTransforms;

/// <summary>
/// Trains variational autoencoders with different options, one after another, and keeps the one that is best on held-out rows.
/// Create it with <c>mlContext.Transforms.VaeSearch</c>.
/// </summary>
/// <remarks>
/// It is a seeded random search. Trial 0 has the base options, so the result is never worse than they are on the held-out rows.
/// All trials hold out the same rows. Every trial reads the data again, so cache them if reading is slow.
/// </remarks>
public sealed class VaeSearchEstimator : IEstimator<VaeTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly Func<VaeOptions, VaeEstimator> _estimator;
    private readonly VaeSearchOptions _options;

    /// <param name="environment">The environment of the caller's context.</param>
    /// <param name="estimator">Makes the estimator of a trial from its options.</param>
    /// <param name="options">What to vary, the metric and the budget.</param>
    internal VaeSearchEstimator(
        IHostEnvironment environment, Func<VaeOptions, VaeEstimator> estimator, VaeSearchOptions options)
    {
        _ = estimator(options.Base);
        options.Validate();
        _environment = environment;
        _estimator = estimator;
        _options = options;
    }

    /// <summary>Searches, and returns the best transformer alone, as a pipeline needs it.</summary>
    /// <param name="input">Rows to learn from, as <c>VaeEncode</c> takes them.</param>
    /// <returns>The transformer of the best trial. It holds no libtorch tensors.</returns>
    /// <inheritdoc cref="Search(IDataView)" path="/exception"/>
    public VaeTransformer Fit(IDataView input) => Search(input).Transformer;

    /// <summary>Searches with held-out rows that the base options choose from the data.</summary>
    /// <param name="input">Rows to learn from, as <c>VaeEncode</c> takes them.</param>
    /// <returns>The best transformer and the table of trials. Dispose it, or the transformer, when done.</returns>
    /// <exception cref="ArgumentException">
    /// The columns or the rows are unsuitable for the base options, no row is held out, or a varied option does not fit the data.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="InvalidOperationException">Every trial failed. The inner exception is that of the first.</exception>
    /// <exception cref="TimeoutException">No trial ended well before <see cref="VaeSearchOptions.Time"/> was over.</exception>
    /// <exception cref="OperationCanceledException">The token of <see cref="VaeSearchOptions.Base"/> was canceled.</exception>
    public VaeSearchResult Search(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _options.Base.ValidationFraction == 0
            ? throw NoHeldOutRows("Base.ValidationFraction is 0")
            : SearchRun.Run(_environment, _estimator, _options, new FitInput(input));
    }

    /// <summary>Searches with held-out rows of your own.</summary>
    /// <param name="trainData">Rows to learn from, as <c>VaeEncode</c> takes them.</param>
    /// <param name="validationData">The held-out rows, at least one, in the same columns.</param>
    /// <returns>The best transformer and the table of trials. Dispose it, or the transformer, when done.</returns>
    /// <inheritdoc cref="Search(IDataView)" path="/exception"/>
    public VaeSearchResult Search(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return SearchRun.Run(_environment, _estimator, _options, new FitInput(trainData, validationData));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An input column is missing, or its type is not supported.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _estimator(_options.Base).GetOutputSchema(inputSchema);

    internal static ArgumentException NoHeldOutRows(string why) => new(
        $"A search compares trials on held-out rows, but {why}. Raise Base.ValidationFraction, or call Search with "
            + "validation data.");
}
