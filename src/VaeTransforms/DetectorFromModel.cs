using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Anomaly;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>Turns a model into a detector that works in a pipeline.</summary>
public static class DetectorFromModel
{
    /// <summary>
    /// Makes a detector from a model without training, for example from a loaded model whose threshold was moved. The
    /// detector adds <c>Score</c> and <c>PredictedLabel</c>, and can be saved like a fitted one.
    /// </summary>
    /// <param name="model">The model. The caller still owns it.</param>
    /// <param name="mlContext">The context that the detector will be used in.</param>
    /// <param name="columns">
    /// Names of further columns, and <c>Vae.ReorderSlotsByName</c>; all other options are ignored. Default: null, no further
    /// columns.
    /// </param>
    /// <returns>A transformer with its own sessions. Cast it to <see cref="IDisposable"/> and dispose it when done.</returns>
    /// <exception cref="InvalidOperationException">The model is not a detector of rows.</exception>
    /// <exception cref="ArgumentException">A column name is empty or used twice.</exception>
    public static ITransformer ToDetector(
        this VaeModel model, MLContext mlContext, VaeAnomalyOptions? columns = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mlContext);
        model.Trained.RequireCalibration();
        if (model.Window is not null)
        {
            throw new InvalidOperationException(
                "The model was trained on windows of a series, which no column holds, so it cannot become a detector of rows. "
                + "Use CreateSeriesEngine, or the transformer that VaeDetectAnomalies was fitted to.");
        }

        if (columns?.AnomalyMapColumnName is { } map && model.Trained.Map is null)
        {
            throw new ArgumentException(
                $"AnomalyMapColumnName is '{map}', but the model has learned no map. Set AnomalyMapColumnName when you fit.",
                nameof(columns));
        }

        return new ModelTransformer(new VaeMapping(
            MlEnvironment.Of(mlContext.AnomalyDetection.Trainers),
            model.Trained,
            model.Trained.Place?.ItemType ?? NumberDataViewType.Single,
            VaeAnomalyEstimator.Columns(model.InputColumnNames, columns ?? new()),
            columns?.Vae.ReorderSlotsByName ?? false));
    }
}
