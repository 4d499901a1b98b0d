using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>What the estimators pass on from Fit.</summary>
/// <param name="Train">The training data.</param>
/// <param name="Validation">The held-out rows; null if options choose them from the training data.</param>
/// <param name="InitialModel">The model whose weights training starts from; null for random weights.</param>
internal sealed record FitInput(IDataView Train, IDataView? Validation = null, VaeModel? InitialModel = null);
