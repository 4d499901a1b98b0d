using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The state of a step before it changed the weights.</summary>
/// <param name="Parts">Means over the step's rows.</param>
/// <param name="GradientNorm">
/// Of the objective's gradient, before clipping. May be 0 where nothing is clipped and another step of the call follows: that
/// step's parts then show whether the gradient was finite.
/// </param>
internal readonly record struct StepOutcome(ElboMetrics Parts, double GradientNorm)
{
    public bool IsFinite => double.IsFinite(Parts.Elbo) && double.IsFinite(GradientNorm);

    /// <summary>What a compiled function gives.</summary>
    /// <param name="outcomes">Reconstruction error, KL divergence and gradient norm, [steps, 3].</param>
    public static StepOutcome[] Read(Tensor outcomes) =>
    [
        .. outcomes.data<float>().ToArray().Chunk(3).Select(step => new StepOutcome(new ElboMetrics(step[0], step[1]), step[2])),
    ];
}
