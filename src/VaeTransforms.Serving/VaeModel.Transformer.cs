using Microsoft.ML;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <content>Back into a pipeline.</content>
public sealed partial class VaeModel
{
    /// <summary>
    /// Makes a transformer of the model, for example of a loaded one. It adds the columns that the fitted transformer added, and
    /// can be saved like it.
    /// </summary>
    /// <param name="mlContext">The context that the transformer will be used in.</param>
    /// <returns>
    /// A transformer with its own sessions, which scores rows in batches. Cast it to <see cref="IDisposable"/> and dispose it
    /// when done. The model of a column of images reads the column of its pixels.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model is one of windows of a series, which no column holds.</exception>
    /// <seealso cref="VaeModelCatalog.LoadVae(ModelOperationsCatalog, string, out DataViewSchema)"/>
    public ITransformer ToTransformer(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        if (Window is not null)
        {
            throw new InvalidOperationException(
                "The model was trained on windows of a series, which no column holds, so it cannot become a transformer of rows. "
                + "Use CreateSeriesEngine, or load the whole pipeline with mlContext.Model.LoadVae.");
        }

        return Trained.Place is null
            ? throw new InvalidOperationException(
                "The model does not say which columns it adds. Save it again from the pipeline that it was fitted in.")
            : new ModelTransformer(VaeMapping.Of(MlEnvironment.Of(mlContext.Model), Trained));
    }
}
