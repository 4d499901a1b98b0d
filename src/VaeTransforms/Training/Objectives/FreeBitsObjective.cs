using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// ReconstructionError + <paramref name="beta"/> · Σ max(<paramref name="nats"/>, KL divergence of a latent dimension). A
    /// dimension that holds less information than that pays nothing for more. Use it against dimensions that collapse to the
    /// prior.
    /// </summary>
    /// <param name="nats">
    /// The free information of each latent dimension, above 0, in nats, averaged over the rows of a batch. From 0.05 to 0.5 is
    /// usual. All dimensions together have K times as much.
    /// </param>
    /// <param name="beta">The weight of the sum, in [0, ∞). Default: 1.</param>
    /// <param name="annealing">How the weight is reached. Default: null, the full weight from the first step.</param>
    /// <remarks>
    /// Reports name <c>FreeKlDivergence</c>, the sum of the maxima in nats. Kingma and others 2016, 'Improving variational
    /// inference with inverse autoregressive flow', with one dimension in each group. It needs a prior whose KL
    /// divergence has a closed form in each dimension.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Objective FreeBits(double nats, double beta = 1, KlAnnealing? annealing = null) =>
        new FreeBitsObjective(OptionRule.Check(
            nats,
            nats is > 0 and < double.PositiveInfinity,
            "must be a finite number above 0; without free nats use Objective.Elbo.",
            nameof(nats)))
        {
            Weight = CheckedBeta(beta),
            Annealing = annealing ?? KlAnnealing.None,
        };
}

/// <summary>ReconstructionError + Weight · Σ max(Nats, KL divergence of a dimension).</summary>
/// <param name="Nats">Free in each dimension, above 0.</param>
internal sealed record FreeBitsObjective(double Nats) : Objective
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"FreeBits(nats: {Nats}, beta: {Weight}, annealing: {Annealing})");

    internal override string? MissingOf(Prior prior) =>
        prior.HasKlPerDimension ? null : "a prior whose KL divergence has a closed form in each latent dimension";

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        T free = ops.RowSum(ops.Max(terms.MeanKlPerDimension, ops.Number(Nats))); // a number
        return new(ops.Add(terms.MeanReconstructionError, ops.Multiply(terms.Scheduled, free)), ("FreeKlDivergence", free));
    }
}
