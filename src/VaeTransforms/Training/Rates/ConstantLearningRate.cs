using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record LearningRateSchedule
{
    /// <summary>A linear rise to <see cref="VaeOptions.LearningRate"/>, which then stays.</summary>
    /// <param name="warmup">The share of all training steps that the rise takes, in [0, 1). Default: 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public static LearningRateSchedule Constant(double warmup = 0) => new ConstantLearningRate(CheckedWarmup(warmup));
}

/// <summary>The same step size after a linear rise.</summary>
/// <param name="Warmup">The share of the steps of the rise.</param>
internal sealed record ConstantLearningRate(double Warmup) : LearningRateSchedule
{
    public override string ToString() => $"Constant(warmup: {OptionRule.Text(Warmup)})";

    internal override double At(double peak, long step, long totalSteps, int stepsPerEpoch) =>
        Rise(peak, step, Warmup * totalSteps) ?? peak;
}
