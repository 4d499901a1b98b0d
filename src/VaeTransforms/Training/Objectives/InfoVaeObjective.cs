using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// ReconstructionError + (1 - <paramref name="alpha"/>) · KlDivergence + (<paramref name="alpha"/> +
    /// <paramref name="lambda"/> - 1) · MMD: the codes of all rows together are pulled to the prior, those of a single row less
    /// or not at all. Use it for codes that keep more information about the rows.
    /// </summary>
    /// <param name="alpha">Finite, at most 1. 0 keeps the KL divergence of the ELBO; 1 removes it.</param>
    /// <param name="lambda">
    /// Finite, from 1 - <paramref name="alpha"/>. The squared maximum mean discrepancy is a number from 0 to 2 and not in nats,
    /// so from 10 to 1,000 is usual.
    /// </param>
    /// <param name="bandwidth">
    /// The width h of the kernel exp(-|z - z'|² / (2 h²)), above 0, in units of the prior. Default: null, the square root of K.
    /// </param>
    /// <param name="annealing">
    /// How the weight of the KL divergence is reached. Default: null, a linear rise over a fifth of training.
    /// </param>
    /// <remarks>
    /// Reports name <c>MaximumMeanDiscrepancy</c>: the squared MMD between the codes of a batch, at least 16 rows, and N(0, I),
    /// whose part is computed in closed form and not sampled. Pairs of a row with itself count, so it is above 0 by about 1 /
    /// rows even where both agree. With <paramref name="alpha"/> = 1, the best epoch is that of the best reconstruction error,
    /// as with Beta = 0. Zhao and others 2017, 'InfoVAE: information maximizing variational autoencoders'; Gretton and others
    /// 2012, 'A kernel two-sample test'. It needs the standard normal prior. Rows cannot have weights.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Objective InfoVae(double alpha, double lambda, double? bandwidth = null, KlAnnealing? annealing = null)
    {
        OptionRule.Check(
            alpha, alpha is > double.NegativeInfinity and <= 1, "must be a finite number of at most 1.", nameof(alpha));
        OptionRule.Check(
            lambda,
            lambda < double.PositiveInfinity && lambda >= 1 - alpha,
            $"must be a finite number from 1 - alpha = {OptionRule.Text(1 - alpha)}, or the discrepancy is rewarded.",
            nameof(lambda));
        return new InfoVaeObjective(
            alpha,
            lambda,
            OptionRule.Check(
                bandwidth,
                bandwidth is null or (> 0 and < double.PositiveInfinity),
                "must be a finite number above 0, or null for the square root of the latent dimension.",
                nameof(bandwidth)))
        {
            Weight = 1 - alpha,
            Annealing = annealing ?? KlAnnealing.Linear(),
        };
    }
}

/// <summary>ReconstructionError + (1 - Alpha) · KlDivergence + (Alpha + Lambda - 1) · MMD².</summary>
/// <param name="Alpha">Of the information that is kept.</param>
/// <param name="Lambda">Of the discrepancy.</param>
/// <param name="Bandwidth">Of the kernel; null for √K.</param>
internal sealed record InfoVaeObjective(double Alpha, double Lambda, double? Bandwidth) : Objective
{
    internal override int MinBatchRows => MinComparedRows;

    internal override bool ComparesRows => true;

    internal override bool MatchesPrior => Weight > 0 || Lambda > 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"InfoVae(alpha: {Alpha}, lambda: {Lambda}, bandwidth: {OptionRule.Text(Bandwidth)}, annealing: {Annealing})");

    internal override string? MissingOf(Prior prior) => prior is StandardNormalPrior ? null : "the standard normal prior";

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        T discrepancy = Discrepancy(ops, terms.Z);
        T kl = ops.Multiply(terms.Scheduled, terms.MeanKlDivergence);
        return new(
            ops.Add(
                ops.Add(terms.MeanReconstructionError, kl),
                ops.Multiply(ops.Number(Alpha + Lambda - 1), discrepancy)),
            ("MaximumMeanDiscrepancy", discrepancy));
    }

    /// <summary>MMD² = E k(z, z') - 2 E k(z, p) + E k(p, p'), where z are codes and p is drawn from N(0, I).</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="z">[n, K].</param>
    /// <returns>A number.</returns>
    internal T Discrepancy<T>(IObjectiveOps<T> ops, T z)
    {
        int latent = ops.Width(z);
        double squared = Bandwidth is { } width ? width * width : latent;

        // The mean of a Gaussian kernel over a normal variable is a Gaussian of the sum of the variances.
        double toPrior = Math.Pow(squared / (squared + 1), latent / 2.0);
        double ofPrior = Math.Pow(squared / (squared + 2), latent / 2.0);
        T within = Kernel(ops.Subtract(ops.FirstOfPairs(z), ops.SecondOfPairs(z)), squared); // [n · n, 1]
        T across = Kernel(z, squared + 1); // [n, 1]
        return ops.Add(
            ops.Add(ops.BatchMean(within), ops.Multiply(ops.Number(-2 * toPrior), ops.BatchMean(across))),
            ops.Number(ofPrior));

        T Kernel(T difference, double variance) =>
            ops.Exp(ops.RowSum(ops.Multiply(difference, difference), -0.5 / variance));
    }
}
