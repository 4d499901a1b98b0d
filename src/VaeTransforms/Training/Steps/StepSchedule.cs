using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>What changes from step to step.</summary>
/// <param name="LearningRate">Adam's step size.</param>
/// <param name="KlWeight">The weight of the KL divergence, or what else <see cref="Objective.Scheduled"/> gives.</param>
internal readonly record struct StepSchedule(double LearningRate, double KlWeight)
{
    /// <summary>Both as a compiled function takes them, [steps] each, in the caller's dispose scope.</summary>
    public static (Tensor Rates, Tensor KlWeights) Tensors(ReadOnlySpan<StepSchedule> schedule)
    {
        var rates = new double[schedule.Length];
        var klWeights = new double[schedule.Length];
        for (int i = 0; i < schedule.Length; i++)
        {
            (rates[i], klWeights[i]) = schedule[i];
        }

        return (tensor(rates, float64), tensor(klWeights, float64));
    }
}
