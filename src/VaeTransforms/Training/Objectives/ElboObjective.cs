using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// ReconstructionError + <paramref name="beta"/> · KlDivergence: the negative ELBO with a weight. It is the default, with the
    /// weight <see cref="VaeOptions.Beta"/> and a linear rise over <see cref="VaeOptions.KlWarmup"/>.
    /// </summary>
    /// <param name="beta">
    /// The weight of the KL divergence, in [0, ∞). Default: 1, the standard VAE. More gives simpler codes and worse
    /// reconstructions. With 0 the model is a plain autoencoder.
    /// </param>
    /// <param name="annealing">How the weight is reached. Default: null, a linear rise over a fifth of training.</param>
    /// <remarks>
    /// Kingma and Welling 2014, 'Auto-encoding variational Bayes'; Higgins and others 2017, 'beta-VAE: learning basic visual
    /// concepts with a constrained variational framework'. Any prior. Dense networks take the fast path
    /// <see cref="TrainingPath.WrittenOut"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is out of range.</exception>
    public static Objective Elbo(double beta = 1, KlAnnealing? annealing = null) => new ElboObjective
    {
        Weight = CheckedBeta(beta),
        Annealing = annealing ?? KlAnnealing.Linear(),
    };

    private static double CheckedBeta(double beta) => OptionRule.Check(
        beta, beta is >= 0 and < double.PositiveInfinity, "must be a finite number in [0, ∞); 1 gives the ELBO.", nameof(beta));
}

/// <summary>ReconstructionError + Weight · KlDivergence.</summary>
internal sealed record ElboObjective : Objective
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Elbo(beta: {Weight}, annealing: {Annealing})");

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms) =>
        new(ops.Add(terms.MeanReconstructionError, ops.Multiply(terms.Scheduled, terms.MeanKlDivergence)));
}
