using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Takes optimisation steps on the weights of one network.</summary>
internal interface ITrainingSteps : IDisposable
{
    /// <summary>How the gradients come about.</summary>
    TrainingPath Path { get; }

    /// <summary>Takes some steps, one after another; to be called where gradients are off.</summary>
    /// <param name="rows">A batch of normalised rows per step, each row with a 1 after it, [steps, n, D + 1].</param>
    /// <param name="noise">Standard normal draws, [steps, n, K].</param>
    /// <param name="schedule">[steps].</param>
    /// <returns>
    /// [steps]. After a step whose outcome is not finite the weights are worth nothing, nor are later outcomes.
    /// </returns>
    StepOutcome[] Take(Tensor rows, Tensor noise, ReadOnlySpan<StepSchedule> schedule);
}

/// <summary>What changes from step to step.</summary>
/// <param name="LearningRate">Adam's step size.</param>
/// <param name="KlWeight">The weight of the KL divergence in the objective.</param>
internal readonly record struct StepSchedule(double LearningRate, double KlWeight);

/// <summary>What a step saw before it changed the weights.</summary>
/// <param name="Parts">Means over the step's rows.</param>
/// <param name="GradientNorm">
/// Of the objective's gradient, before it is cut. May be left at 0 where nothing is cut and another step of the call follows: its parts
/// then show whether the gradient was finite.
/// </param>
internal readonly record struct StepOutcome(ElboMetrics Parts, double GradientNorm)
{
    public bool IsFinite => double.IsFinite(Parts.Elbo) && double.IsFinite(GradientNorm);
}
