using Microsoft.ML;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>What the estimators pass on from Fit.</summary>
/// <param name="Train">The training data.</param>
/// <param name="Validation">The held-out rows; null if options choose them from the training data.</param>
/// <param name="InitialModel">The model whose weights training starts from; null for random weights.</param>
internal sealed record FitInput(IDataView Train, IDataView? Validation = null, VaeModel? InitialModel = null)
{
    /// <summary>Receives the plan and the rows when all is checked and training is about to begin. Default: null.</summary>
    public Action<TrainingPlan, FitRows>? Planned { get; init; }
}
