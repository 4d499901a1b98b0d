using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>What a training run returns.</summary>
/// <param name="Model">Plain data; no tensor.</param>
/// <param name="Report">The course of training.</param>
/// <param name="Split">Which rows were trained on, and which held out.</param>
internal sealed record TrainingResult(TrainedVae Model, TrainingReport Report, RowSplit Split)
{
    /// <summary>Indices of the held-out rows.</summary>
    public long[] ValidationRows => Split.Validation;
}
