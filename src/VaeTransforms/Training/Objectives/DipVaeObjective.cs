using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// ReconstructionError + KlDivergence + <paramref name="offDiagonal"/> · Σ C_ij² + <paramref name="diagonal"/> · Σ (C_ii -
    /// 1)², where C is the covariance of the posterior means (DIP-VAE-I). Latent dimensions become uncorrelated, with a variance
    /// of 1.
    /// </summary>
    /// <param name="offDiagonal">The weight of the covariances, in [0, ∞).</param>
    /// <param name="diagonal">
    /// The weight of the variances, in [0, ∞). In the paper it is 10 times <paramref name="offDiagonal"/>.
    /// </param>
    /// <param name="annealing">
    /// How the weight of the KL divergence is reached. Default: null, a linear rise over a fifth of training.
    /// </param>
    /// <remarks>
    /// Reports name <c>CovarianceOffDiagonal</c>, Σ C_ij² over i ≠ j, and <c>CovarianceDiagonal</c>, Σ (C_ii - 1)². C is that of
    /// a batch, at least 16 rows, divided by their number; it costs rows · K² numbers a step. Kumar and others 2018,
    /// 'Variational inference of disentangled latent concepts from unlabeled observations'. It needs the standard normal prior.
    /// Rows cannot have weights.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A weight is out of range.</exception>
    public static Objective DipVae1(double offDiagonal, double diagonal, KlAnnealing? annealing = null) =>
        Dip(offDiagonal, diagonal, annealing, ofCodes: false);

    /// <summary>
    /// The same as <see cref="DipVae1"/> with the covariance of the codes: that of the means, plus the mean variances of the
    /// posterior on its diagonal (DIP-VAE-II). Dimensions without information keep a posterior like the prior.
    /// </summary>
    /// <param name="offDiagonal">The weight of the covariances, in [0, ∞).</param>
    /// <param name="diagonal">
    /// The weight of the variances, in [0, ∞). In the paper it is <paramref name="offDiagonal"/>.
    /// </param>
    /// <param name="annealing">
    /// How the weight of the KL divergence is reached. Default: null, a linear rise over a fifth of training.
    /// </param>
    /// <remarks>As for <see cref="DipVae1"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A weight is out of range.</exception>
    public static Objective DipVae2(double offDiagonal, double diagonal, KlAnnealing? annealing = null) =>
        Dip(offDiagonal, diagonal, annealing, ofCodes: true);

    private static DipVaeObjective Dip(double offDiagonal, double diagonal, KlAnnealing? annealing, bool ofCodes)
    {
        return new(Checked(offDiagonal, nameof(offDiagonal)), Checked(diagonal, nameof(diagonal)), ofCodes)
        {
            Annealing = annealing ?? KlAnnealing.Linear(),
        };

        static double Checked(double weight, string name) => OptionRule.Check(
            weight, weight is >= 0 and < double.PositiveInfinity, "must be a finite number in [0, ∞).", name);
    }
}

/// <summary>ReconstructionError + KlDivergence + OffDiagonal · Σ C_ij² + Diagonal · Σ (C_ii - 1)².</summary>
/// <param name="OffDiagonal">Of the covariances.</param>
/// <param name="Diagonal">Of the variances.</param>
/// <param name="OfCodes">Whether C is the covariance of the codes, and not of their means.</param>
internal sealed record DipVaeObjective(double OffDiagonal, double Diagonal, bool OfCodes) : Objective
{
    internal override int MinBatchRows => MinComparedRows;

    internal override bool ComparesRows => true;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"DipVae{(OfCodes ? 2 : 1)}(offDiagonal: {OffDiagonal}, diagonal: {Diagonal}, annealing: {Annealing})");

    internal override string? MissingOf(Prior prior) => prior is StandardNormalPrior ? null : "the standard normal prior";

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        int latent = ops.Width(terms.Mean);
        T centered = ops.Subtract(terms.Mean, ops.BatchMean(terms.Mean)); // [n, K]
        T variances = ops.BatchMean(ops.Multiply(centered, centered)); // [K]

        // Σ C_ij² over all i and j, of which the squares of the variances are those on the diagonal.
        T first = ops.Repeat(centered, latent); // [n, K · K]
        T second = ops.Concat([.. Enumerable.Repeat(centered, latent)]); // [n, K · K]
        T covariances = ops.BatchMean(ops.Multiply(first, second)); // [K · K]
        T off = ops.Subtract(SumOfSquares(covariances), SumOfSquares(variances)); // numbers from here
        T onDiagonal = OfCodes ? ops.Add(variances, ops.BatchMean(ops.Exp(terms.LogVariance))) : variances; // [K]
        T on = SumOfSquares(ops.Subtract(onDiagonal, ops.Number(1)));

        T elbo = ops.Add(terms.MeanReconstructionError, ops.Multiply(terms.Scheduled, terms.MeanKlDivergence));
        T penalty = ops.Add(ops.Multiply(ops.Number(OffDiagonal), off), ops.Multiply(ops.Number(Diagonal), on));
        return new(ops.Add(elbo, penalty), ("CovarianceOffDiagonal", off), ("CovarianceDiagonal", on));

        T SumOfSquares(T values) => ops.RowSum(ops.Multiply(values, values));
    }
}
