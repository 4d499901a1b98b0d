using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record LearningRateSchedule
{
    private const double DefaultFinal = 0.01;

    // Adam's second moments are rough estimates in the first steps, so these steps are small.
    private const double DefaultWarmup = 0.05;

    /// <summary>
    /// A linear rise to <see cref="VaeOptions.LearningRate"/>, then half a cosine down to almost 0, so that the weights settle.
    /// It is the default.
    /// </summary>
    /// <param name="warmup">The share of all training steps that the rise takes, in [0, 1). Default: 0.05.</param>
    /// <param name="final">The last step size as a share of the maximum, in [0, 1]. Default: 0.01.</param>
    /// <remarks>Loshchilov and Hutter 2017, 'SGDR: stochastic gradient descent with warm restarts'.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static LearningRateSchedule Cosine(double warmup = DefaultWarmup, double final = DefaultFinal) =>
        new CosineLearningRate(
            CheckedWarmup(warmup), OptionRule.Check(final, final is >= 0 and <= 1, "must be in [0, 1].", nameof(final)));

    private static double CheckedWarmup(double warmup) =>
        OptionRule.Check(warmup, warmup is >= 0 and < 1, "must be in [0, 1); 0 starts with the full step size.", nameof(warmup));

    /// <summary>The step size during a linear rise; null after it.</summary>
    private protected static double? Rise(double peak, long step, double warmupSteps) =>
        step < warmupSteps ? peak * (step + 1) / (warmupSteps + 1) : null;
}

/// <summary>A linear rise, then half a cosine.</summary>
/// <param name="Warmup">The share of the steps of the rise.</param>
/// <param name="Final">The last step size as a share of the maximum.</param>
internal sealed record CosineLearningRate(double Warmup, double Final) : LearningRateSchedule
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Cosine(warmup: {Warmup}, final: {Final})");

    internal override double At(double peak, long step, long totalSteps, int stepsPerEpoch)
    {
        double warmupSteps = Warmup == 0 ? 0 : Math.Max(1, Warmup * totalSteps);
        double progress = (step - warmupSteps) / Math.Max(1, totalSteps - warmupSteps);
        return Rise(peak, step, warmupSteps)
            ?? peak * (Final + (1 - Final) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress))));
    }
}
