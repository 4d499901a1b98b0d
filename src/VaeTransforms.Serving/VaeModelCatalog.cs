using VaeTransforms;
using VaeTransforms.Pipeline;

namespace Microsoft.ML;

/// <summary>Loads and converts pipelines that contain variational autoencoders.</summary>
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

    /// <inheritdoc cref="LoadVae(ModelOperationsCatalog, string, out DataViewSchema)" path="/*[not(self::param)]"/>
    /// <param name="catalog"><c>mlContext.Model</c>.</param>
    /// <param name="stream">What <c>mlContext.Model.Save</c> wrote. It must be able to seek.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved with; null if there was none.</param>
    public static ITransformer LoadVae(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return PipelineModel.InBatches(catalog, catalog.Load(stream, out inputSchema));
    }

    /// <summary>
    /// Converts a whole pipeline to one ONNX graph: its variational autoencoders, and the transformers before and behind them,
    /// which ML.NET's converter writes.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Model</c>.</param>
    /// <param name="pipeline">A fitted pipeline, or a loaded one.</param>
    /// <param name="inputData">Data with the schema that the pipeline reads. No row is read.</param>
    /// <param name="stream">Where the graph goes. It stays open.</param>
    /// <param name="convertToOnnx">
    /// <c>mlContext.Model.ConvertToOnnx</c>, of the package Microsoft.ML.OnnxConverter, which this package does not need
    /// otherwise.
    /// </param>
    /// <remarks>
    /// The graph is as ML.NET's converter would write it. Inputs are the columns of the data that are needed, [N, 1] for a scalar
    /// and [N, length] for a vector. Outputs are the columns that the pipeline adds, with <c>.output</c> behind the name. A graph
    /// cannot throw, so <see cref="NaNPolicy.Throw"/> becomes <see cref="NaNPolicy.Pass"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The pipeline contains no VAE, or does not fit the data.</exception>
    /// <exception cref="NotSupportedException">
    /// ONNX cannot express a transformer or the type of a column. Nothing is written.
    /// </exception>
    public static void ConvertVaeToOnnx(
        this ModelOperationsCatalog catalog,
        ITransformer pipeline,
        IDataView inputData,
        Stream stream,
        Action<ITransformer, IDataView, Stream> convertToOnnx)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(inputData);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(convertToOnnx);
        stream.Write(new PipelineConversion(convertToOnnx).Convert(pipeline, inputData.Schema));
    }
}
