using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record KlAnnealing
{
    private const double DefaultShare = 0.2;

    /// <summary>The full weight from the first step.</summary>
    public static KlAnnealing None { get; } = new LinearAnnealing(0);

    /// <summary>The weight rises linearly from 0 and then stays at its full value.</summary>
    /// <param name="share">The share of all training steps that the rise takes, in [0, 1). Default: 0.2.</param>
    /// <remarks>
    /// Bowman and others 2016, 'Generating sentences from a continuous space'; Sønderby and others 2016, 'Ladder variational
    /// autoencoders'.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public static KlAnnealing Linear(double share = DefaultShare) => new LinearAnnealing(OptionRule.Check(
        share, share is >= 0 and < 1, "must be in [0, 1); 0 gives the full weight from the first step.", nameof(share)));
}

/// <summary>A linear rise over a share of the steps.</summary>
/// <param name="Share">In [0, 1).</param>
internal sealed record LinearAnnealing(double Share) : KlAnnealing
{
    internal override double End => Share;

    public override string ToString() => Share == 0 ? "None" : $"Linear({OptionRule.Text(Share)})";

    internal override double At(double weight, long step, long totalSteps)
    {
        double end = Share * totalSteps;
        return step < end ? weight * step / end : weight;
    }
}
