using VaeTransforms;

namespace Microsoft.ML;

/// <summary>Loads pipelines so that their variational autoencoders score as fast as when they were fitted.</summary>
public static class VaeModelCatalog
{
    /// <summary>
    /// Loads a pipeline, as <see cref="ModelOperationsCatalog.Load(string, out DataViewSchema)"/> does. Its variational
    /// autoencoders score rows in batches, as those of a fitted pipeline do, and check the names of slots.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Model</c>.</param>
    /// <param name="path">The file that <c>mlContext.Model.Save</c> wrote.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved with; null if there was none.</param>
    /// <returns>
    /// A pipeline with the columns and values of the loaded one. Cast it to <see cref="IDisposable"/> and dispose it when done.
    /// </returns>
    /// <remarks>
    /// ML.NET's own <c>Load</c> gives its own transformers, which need no library but score row by row. A pipeline without a VAE
    /// is loaded as it is.
    /// </remarks>
    /// <exception cref="VaeModelFormatException">A model in the pipeline is damaged or of a newer format.</exception>
    public static ITransformer LoadVae(this ModelOperationsCatalog catalog, string path, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return PipelineModel.InBatches(catalog, catalog.Load(path, out inputSchema));
    }

    /// <inheritdoc cref="LoadVae(ModelOperationsCatalog, string, out DataViewSchema)"/>
    /// <param name="catalog"><c>mlContext.Model</c>.</param>
    /// <param name="stream">What <c>mlContext.Model.Save</c> wrote. It must be able to seek.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved with; null if there was none.</param>
    public static ITransformer LoadVae(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return PipelineModel.InBatches(catalog, catalog.Load(stream, out inputSchema));
    }
}
