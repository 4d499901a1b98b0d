using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Anomaly;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>Makes a detector for pipelines of a model.</summary>
public static class DetectorFromModel
{
    /// <summary>
    /// A detector for pipelines, without training: of a model that was loaded, say, with its threshold moved. It adds
    /// <c>Score</c> and <c>PredictedLabel</c>, and saves as the fitted one does.
    /// </summary>
    /// <param name="model">The model; it stays the caller's.</param>
    /// <param name="mlContext">The context it is to be used in.</param>
    /// <param name="columns">Only the names of columns are looked at. Null, the default: no further columns.</param>
    /// <param name="inputKind">Single, the default, or Double: what the column trained on holds.</param>
    /// <returns>A transformer with sessions of its own; dispose it, by a cast to <see cref="IDisposable"/>, when done.</returns>
    /// <exception cref="InvalidOperationException">The model is no detector.</exception>
    /// <exception cref="ArgumentException">A name is empty or stands twice, or the kind is neither Single nor Double.</exception>
    public static ITransformer ToDetector(this VaeModel model, MLContext mlContext, VaeAnomalyOptions? columns = null, DataKind inputKind = DataKind.Single)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mlContext);
        model.Trained.RequireCalibration();
        PrimitiveDataViewType itemType = inputKind switch
        {
            DataKind.Single => NumberDataViewType.Single,
            DataKind.Double => NumberDataViewType.Double,
            _ => throw new ArgumentOutOfRangeException(nameof(inputKind), inputKind, "The input column holds Single or Double."),
        };
        return new ModelDetector(new VaeMapping(
            MlEnvironment.Of(mlContext.AnomalyDetection.Trainers), model.Trained, itemType, VaeAnomalyEstimator.Columns(model.InputColumnName, columns ?? new())));
    }
}
