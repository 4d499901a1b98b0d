using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Takes several steps in one call of libtorch, with what these draw.</summary>
/// <param name="plan">Of the run.</param>
/// <param name="hidden">Hides values from the encoder; null for a network without a mask.</param>
/// <param name="generator">The source of randomness; stays the caller's.</param>
internal sealed class StepCalls(TrainingPlan plan, HiddenValues? hidden, Generator generator)
{
    // Steps in one call: enough to be worth the call and what it allocates, and so few that it returns within some hundredths of
    // a second, to check for cancellation and divergence.
    private const int MaxStepsPerCall = 32;
    private const double FlopsPerCall = 4e9;

    private readonly int _uniformsPerRow = plan.Architecture.UniformsPerRow;

    /// <summary>How many steps to take in one call.</summary>
    public int MaxSteps { get; } = (int)Math.Clamp(FlopsPerCall / FlopsOf(plan), 1, MaxStepsPerCall);

    /// <summary>A multiplication and an addition per weight and row, forwards and twice backwards.</summary>
    public static double FlopsOf(TrainingPlan plan) =>
        6.0 * plan.BatchSize * plan.Objective.Samples * plan.Architecture.Multiplications;

    /// <summary>Takes steps, and sums what they give.</summary>
    /// <param name="steps">Where the network is.</param>
    /// <param name="read">The rows of all steps, [count · n, width], as <see cref="TrainingBatches"/> gives them.</param>
    /// <param name="sides">As <see cref="ITrainingSteps.Take"/> takes them, [count · n, …]; null for a weight of 1 each.</param>
    /// <param name="schedule">[count].</param>
    /// <param name="sums">Added to.</param>
    /// <param name="diverged">The exception for a step, by its place among these, with the bound that it had.</param>
    public void Take(
        ITrainingSteps steps,
        Tensor read,
        Tensor? sides,
        StepSchedule[] schedule,
        EpochSums sums,
        Func<int, double, TrainingDivergedException> diverged)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = schedule.LongLength;
        long size = read.shape[0] / count;
        Tensor shown = plan.DrawsBits ? DrawnBits.Of(read, generator) : read;
        Tensor rows = (hidden?.Beside(shown) ?? shown).view(count, size, -1);
        long drawn = size * plan.Objective.Samples;
        Tensor noise = randn([count, drawn, plan.Architecture.LatentDimension], float32, CPU, generator: generator);
        Tensor uniforms = rand([count, drawn, _uniformsPerRow], float32, CPU, generator: generator);
        StepOutcome[] outcomes = steps.Take(rows, noise, uniforms, sides?.view(count, size, -1), schedule);
        foreach ((int i, StepOutcome outcome) in outcomes.Index())
        {
            if (!outcome.IsFinite)
            {
                throw diverged(i, outcome.Parts.Elbo);
            }

            sums.Add(outcome, schedule[i].KlWeight, size);
        }
    }
}
