using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>What only a model of windows of a series has.</content>
public sealed partial class VaeModel
{
    /// <summary>The number of points in a window; null for a model that was not trained with <c>VaeDetectAnomalies</c>.</summary>
    public int? Window => Trained.Series?.Window;

    /// <summary>Starts to score the points of a series as they come.</summary>
    /// <returns>An engine without points. It works until this model is disposed. Create one for each series.</returns>
    /// <exception cref="InvalidOperationException">The model was not trained with <c>VaeDetectAnomalies</c>.</exception>
    public VaeSeriesEngine CreateSeriesEngine() => new(Scorer, RequireSeries());

    /// <summary>Continues to score the points of a series where an engine was saved.</summary>
    /// <param name="state">What <see cref="VaeSeriesEngine.CheckPoint"/> wrote. It stays open.</param>
    /// <returns>An engine with the points of the saved one. It works until this model is disposed.</returns>
    /// <exception cref="InvalidOperationException">The model was not trained with <c>VaeDetectAnomalies</c>.</exception>
    /// <exception cref="VaeModelFormatException">The state is damaged, or it is of a model with other windows.</exception>
    public VaeSeriesEngine CreateSeriesEngine(Stream state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new VaeSeriesEngine(Scorer, RequireSeries(), state);
    }

    private SeriesLayout RequireSeries() => Trained.Series ?? throw new InvalidOperationException(
        "The model was not trained on windows of a series, so it cannot score points. Train it with "
        + "mlContext.Transforms.VaeDetectAnomalies.");
}
