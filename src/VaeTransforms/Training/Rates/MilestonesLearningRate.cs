using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record LearningRateSchedule
{
    /// <summary>
    /// <see cref="VaeOptions.LearningRate"/> at first; after each of some epochs, the step size is multiplied by a factor.
    /// </summary>
    /// <param name="epochs">Numbers of epochs after which the step size falls: from 1, ascending, at least one.</param>
    /// <param name="factor">What the step size is multiplied by, in (0, 1). Default: 0.1.</param>
    /// <remarks>
    /// The schedule of Burda and others 2016, 'Importance weighted autoencoders', is
    /// <c>Milestones([1, 4, 13, 40, 121, 364, 1093], Math.Pow(10, -1 / 7.0))</c> for 3,280 epochs, with a learning rate of 0.001
    /// and an <see cref="AdamOptions.Epsilon"/> of 1e-4.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="epochs"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An epoch or the factor is out of range.</exception>
    public static LearningRateSchedule Milestones(IReadOnlyList<int> epochs, double factor = 0.1)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        int[] own = [.. epochs];
        OptionRule.Check<IReadOnlyList<int>>(
            own,
            own.Length > 0 && own[0] >= 1 && own.Zip(own.Skip(1)).All(pair => pair.First < pair.Second),
            "must be at least one number of epochs, from 1 and ascending.",
            nameof(epochs));
        OptionRule.Check(
            factor,
            factor is > 0 and < 1,
            "must be in (0, 1); LearningRateSchedule.Constant keeps the step size.",
            nameof(factor));
        return new MilestonesLearningRate(own, factor);
    }
}

/// <summary>A step size that falls after some epochs.</summary>
/// <param name="Epochs">From 1, ascending.</param>
/// <param name="Factor">In (0, 1).</param>
internal sealed record MilestonesLearningRate(int[] Epochs, double Factor) : LearningRateSchedule
{
    public bool Equals(MilestonesLearningRate? other) =>
        other is not null && Factor.Equals(other.Factor) && Epochs.SequenceEqual(other.Epochs);

    public override int GetHashCode() => HashCode.Combine(Factor, Epochs.Length, Epochs[0]);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Milestones({OptionRule.Text<IReadOnlyList<int>>(Epochs)}, factor: {Factor})");

    internal override double At(double peak, long step, long totalSteps, int stepsPerEpoch) =>
        peak * Math.Pow(Factor, Epochs.Count(epoch => step / stepsPerEpoch >= epoch));

    internal override string? ConflictWith(int? epochs) => epochs > Epochs[^1] || epochs is null
        ? null
        : $"The milestones of LearningRateSchedule must be below Epochs, or the step size never falls that far, but "
            + $"LearningRateSchedule is {this} and Epochs is {OptionRule.Text(epochs)}. Raise Epochs, or remove milestones.";
}
