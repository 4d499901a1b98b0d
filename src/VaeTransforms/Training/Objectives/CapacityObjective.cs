using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// ReconstructionError + <paramref name="gamma"/> · |KlDivergence - C|. The capacity C rises linearly from 0 to
    /// <paramref name="nats"/>, so that dimensions come into use one after the other, the most useful first. Use it to fix how
    /// much information a code holds.
    /// </summary>
    /// <param name="nats">The final C, above 0: nats per row, summed over latent dimensions.</param>
    /// <param name="gamma">
    /// How strongly the KL divergence, the mean over a batch, is held at C; above 0. Default: 10. The paper takes 1,000 for
    /// images of 4,096 pixels.
    /// </param>
    /// <param name="share">The share of all training steps that the rise takes, in [0, 1). Default: 0.5.</param>
    /// <remarks>
    /// Reports name <c>Capacity</c>, C in nats. Early stopping waits for the end of the rise. Burgess and others 2018,
    /// 'Understanding disentangling in beta-VAE'. Any prior.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Objective Capacity(double nats, double gamma = 10, double share = 0.5) =>
        new CapacityObjective(OptionRule.Check(
            nats,
            nats is > 0 and < double.PositiveInfinity,
            "must be a finite number above 0; for a KL divergence of 0 use Objective.Elbo with a large beta.",
            nameof(nats)))
        {
            Weight = OptionRule.Check(
                gamma, gamma is > 0 and < double.PositiveInfinity, "must be a finite number above 0.", nameof(gamma)),
            Annealing = KlAnnealing.Linear(share),
        };
}

/// <summary>ReconstructionError + Weight · |KlDivergence - C|, where C rises to Nats.</summary>
/// <param name="Nats">The final C.</param>
internal sealed record CapacityObjective(double Nats) : Objective
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Capacity(nats: {Nats}, gamma: {Weight}, share: {Annealing.End})");

    internal override double Scheduled(long step, long totalSteps) => Annealing.At(Nats, step, totalSteps);

    internal override double KlWeight(long step, long totalSteps) => Weight;

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        T distance = ops.Abs(ops.Subtract(terms.MeanKlDivergence, terms.Scheduled)); // a number
        return new(
            ops.Add(terms.MeanReconstructionError, ops.Multiply(ops.Number(Weight), distance)), ("Capacity", terms.Scheduled));
    }
}
