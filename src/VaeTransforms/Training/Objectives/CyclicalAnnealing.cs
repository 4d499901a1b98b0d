using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record KlAnnealing
{
    /// <summary>
    /// Training is divided into cycles of equal length. In each, the weight rises linearly from 0 and then stays at its full
    /// value. Each cycle starts from codes that the one before has learned.
    /// </summary>
    /// <param name="cycles">The number of cycles, from 1 to 1,000. Default: 4.</param>
    /// <param name="share">The share of a cycle that the rise takes, in (0, 1). Default: 0.5.</param>
    /// <remarks>
    /// Early stopping waits for the last rise. Fu and others 2019, 'Cyclical annealing schedule: a simple approach to mitigating
    /// KL vanishing'.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static KlAnnealing Cyclical(int cycles = 4, double share = 0.5) => new CyclicalAnnealing(
        OptionRule.Check(cycles, cycles is >= 1 and <= 1000, "must be from 1 to 1000.", nameof(cycles)),
        OptionRule.Check(
            share, share is > 0 and < 1, "must be in (0, 1); KlAnnealing.None gives the full weight throughout.", nameof(share)));
}

/// <summary>Linear rises, one in each cycle.</summary>
/// <param name="Cycles">How many, from 1.</param>
/// <param name="Share">Of a cycle, in (0, 1).</param>
internal sealed record CyclicalAnnealing(int Cycles, double Share) : KlAnnealing
{
    internal override double End => (Cycles - 1 + Share) / Cycles;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Cyclical(cycles: {Cycles}, share: {Share})");

    internal override double At(double weight, long step, long totalSteps)
    {
        double cycle = (double)step * Cycles / totalSteps % 1;
        return weight * Math.Min(1, cycle / Share);
    }
}
