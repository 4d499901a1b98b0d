using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record KlAnnealing
{
    /// <summary>
    /// The weight stays low, then rises linearly to its full value. It is the default with
    /// <see cref="Prior.MixtureOfGaussians"/>: codes spread out before the components are fitted to them, and clusters that are
    /// pulled together slowly keep apart.
    /// </summary>
    /// <param name="level">The share of the full weight to begin with, in [0, 1]. Default: 0.1.</param>
    /// <param name="start">The share of all training steps before the rise, in [0, 1). Default: 0.3.</param>
    /// <param name="end">The share of the steps at whose end the weight is full, above start and below 1. Default: 0.93.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    public static KlAnnealing Staged(double level = 0.1, double start = 0.3, double end = 0.93) => new StagedAnnealing(
        OptionRule.Check(level, level is >= 0 and <= 1, "must be in [0, 1].", nameof(level)),
        OptionRule.Check(start, start is >= 0 and < 1, "must be in [0, 1).", nameof(start)),
        OptionRule.Check(end, end > start && end < 1, "must be above start and below 1.", nameof(end)));
}

/// <summary>A low weight, then a linear rise.</summary>
/// <param name="Level">In [0, 1].</param>
/// <param name="Start">In [0, 1).</param>
/// <param name="Until">In (Start, 1).</param>
internal sealed record StagedAnnealing(double Level, double Start, double Until) : KlAnnealing
{
    internal override double End => Until;

    public override string ToString() =>
        $"Staged(level: {OptionRule.Text(Level)}, start: {OptionRule.Text(Start)}, end: {OptionRule.Text(Until)})";

    internal override double At(double weight, long step, long totalSteps)
    {
        double share = Math.Clamp((((double)step / totalSteps) - Start) / (Until - Start), 0, 1);
        return weight * (Level + ((1 - Level) * share));
    }
}
