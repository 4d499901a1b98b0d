using System.Globalization;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// ReconstructionError + MutualInformation + <paramref name="beta"/> · TotalCorrelation + DimensionwiseKl (beta-TCVAE): only
    /// the dependence between latent dimensions is weighted, not the information in the code. Use it for dimensions that mean one
    /// thing each, at a smaller loss of reconstruction than a large <see cref="VaeOptions.Beta"/>.
    /// </summary>
    /// <param name="beta">The weight of the total correlation, in [0, ∞). From 2 to 10 is usual; 1 gives the ELBO.</param>
    /// <param name="annealing">
    /// How the weight of the KL divergence, of which all three are parts, is reached. Default: null, a linear rise over a fifth
    /// of training.
    /// </param>
    /// <remarks>
    /// Reports name the three parts, in nats per row; their sum is the KL divergence. They are estimated from the rows of a
    /// batch, at least 16, each against every other: rows² · K numbers a step. The estimate of q(z) is that of minibatch
    /// stratified sampling; the MutualInformation it gives is at most the logarithm of the number of training rows. It needs a
    /// prior whose dimensions are independent. Chen and others 2018, 'Isolating sources of disentanglement in variational
    /// autoencoders'. Rows cannot have weights.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is out of range.</exception>
    public static Objective TotalCorrelation(double beta, KlAnnealing? annealing = null) =>
        new TotalCorrelationObjective(CheckedBeta(beta)) { Annealing = annealing ?? KlAnnealing.Linear() };
}

/// <summary>ReconstructionError + KlDivergence + (Beta - 1) · TotalCorrelation.</summary>
/// <param name="Beta">The weight of the total correlation.</param>
internal sealed record TotalCorrelationObjective(double Beta) : Objective
{
    internal override int MinBatchRows => MinComparedRows;

    internal override bool ComparesRows => true;

    internal override string? MissingOf(Prior prior) =>
        prior.HasKlPerDimension ? null : "a prior whose latent dimensions are independent";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"TotalCorrelation(beta: {Beta}, annealing: {Annealing})");

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        // ln q(z of one row | x of another), [n · n, K].
        T pairs = terms.LogDensities(
            ops.FirstOfPairs(terms.Z), ops.SecondOfPairs(terms.Mean), ops.SecondOfPairs(terms.LogVariance));

        // The row that z was drawn from is one of all training rows, and the others of the batch stand for the rest of them.
        double own = 1.0 / Math.Max(2, terms.TrainingRows);
        T together = ops.PairsLogMeanExp(ops.RowSum(pairs), own); // ln q(z), [n, 1]
        T apart = ops.RowSum(ops.PairsLogMeanExp(pairs, own)); // Σ ln q(z_j), [n, 1]
        T given = ops.RowSum(terms.LogDensities(terms.Z, terms.Mean, terms.LogVariance)); // ln q(z | x), [n, 1]

        T correlation = ops.BatchMean(ops.Subtract(together, apart)); // numbers from here
        T information = ops.BatchMean(ops.Subtract(given, together));
        T rest = ops.Subtract(terms.MeanKlDivergence, ops.Add(information, correlation));
        T regularizer = ops.Add(terms.MeanKlDivergence, ops.Multiply(ops.Number(Beta - 1), correlation));
        return new(
            ops.Add(terms.MeanReconstructionError, ops.Multiply(terms.Scheduled, regularizer)),
            ("MutualInformation", information),
            ("TotalCorrelation", correlation),
            ("DimensionwiseKl", rest));
    }
}
