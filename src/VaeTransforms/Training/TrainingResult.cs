using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>What a training run returns.</summary>
/// <param name="Model">Plain data; no tensor.</param>
/// <param name="Report">The course of training.</param>
/// <param name="ValidationRows">Indices of the rows that were not trained on.</param>
internal sealed record TrainingResult(TrainedVae Model, TrainingReport Report, long[] ValidationRows);
