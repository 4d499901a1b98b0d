using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The state of a step before it changed the weights.</summary>
/// <param name="Parts">Means over the step's rows.</param>
/// <param name="GradientNorm">
/// Of the objective's gradient, before clipping. May be 0 where nothing is clipped and another step of the call follows: that
/// step's parts then show whether the gradient was finite.
/// </param>
/// <param name="Named">
/// The objective and its parts by the names of the compiled function; empty for the ELBO, whose parts are
/// <paramref name="Parts"/>.
/// </param>
internal readonly record struct StepOutcome(ElboMetrics Parts, double GradientNorm, ReadOnlyMemory<float> Named = default)
{
    public bool IsFinite => double.IsFinite(Parts.Elbo) && double.IsFinite(GradientNorm);

    /// <summary>What a compiled function gives.</summary>
    /// <param name="outcomes">
    /// Reconstruction error, KL divergence, gradient norm, and what has a name, [steps, 3 + names].
    /// </param>
    public static StepOutcome[] Read(Tensor outcomes) =>
    [
        .. outcomes.data<float>().ToArray().Chunk((int)outcomes.shape[1])
            .Select(step => new StepOutcome(new ElboMetrics(step[0], step[1]), step[2], step.AsMemory(3))),
    ];
}
