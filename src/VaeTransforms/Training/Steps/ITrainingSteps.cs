using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Takes optimization steps on the weights of one network.</summary>
internal interface ITrainingSteps : IDisposable
{
    /// <summary>How the gradients are computed.</summary>
    TrainingPath Path { get; }

    /// <summary>The names of what outcomes hold besides the parts of the ELBO; the first is the objective.</summary>
    IReadOnlyList<string> PartNames { get; }

    /// <summary>What the optimizer keeps between steps.</summary>
    OptimizerState State { get; }

    /// <summary>Takes some steps, one after another.</summary>
    /// <param name="rows">A batch of normalized rows per step, each row with a 1 after it, [steps, n, D + 1].</param>
    /// <param name="noise">Standard normal draws, [steps, n · samples, K].</param>
    /// <param name="uniforms">
    /// Uniform draws for layers that need some, [steps, n · samples, <see cref="VaeArchitecture.UniformsPerRow"/>].
    /// </param>
    /// <param name="rowSides">
    /// What each row's loss is multiplied by, and after it the factors of its label, if rows have labels, [steps, n, 1 +
    /// clusters]; null for 1 and no labels. <see cref="DenseSteps"/> does not read it.
    /// </param>
    /// <param name="schedule">[steps].</param>
    /// <returns>[steps]. After a step whose outcome is not finite, weights and later outcomes are meaningless.</returns>
    StepOutcome[] Take(Tensor rows, Tensor noise, Tensor uniforms, Tensor? rowSides, ReadOnlySpan<StepSchedule> schedule);
}
