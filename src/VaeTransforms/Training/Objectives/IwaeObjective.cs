using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    private const int MaxSamples = 1000;

    /// <summary>
    /// -ln of the mean importance weight p(x, z) / q(z | x) of <paramref name="samples"/> latent vectors: a tighter bound on
    /// -ln p(x) than the ELBO. Use it for the likelihood of rows. Codes are less simple, and the plain ELBO can fall.
    /// </summary>
    /// <param name="samples">
    /// Latent vectors for each row, from 2 to 1,000. Default: 5. A step costs as much as decoding so many times the rows.
    /// </param>
    /// <remarks>
    /// Reports name <c>ImportanceWeightedBound</c>: the bound on ln p(x) in nats per row; higher is better. Burda and others
    /// 2016, 'Importance weighted autoencoders'. Any prior. For many samples see <see cref="DoublyReparameterized"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is out of range.</exception>
    public static Objective Iwae(int samples = 5) => new IwaeObjective(CheckedSamples(samples));

    private static int CheckedSamples(int samples) => OptionRule.Check(
        samples,
        samples is >= 2 and <= MaxSamples,
        "must be from 2 to 1000; with 1 sample the bound is the ELBO: use Objective.Elbo.",
        nameof(samples));
}

/// <summary>-ln of the mean importance weight.</summary>
/// <param name="K">Samples for each row.</param>
internal sealed record IwaeObjective(int K) : Objective
{
    internal override int Samples => K;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Iwae(samples: {K})");

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        T weights = terms.LogImportanceWeight(terms.Sampled(terms.Mean), terms.Sampled(terms.LogVariance)); // [n · k, 1]
        T bound = terms.WeightedMean(ops.SamplesLogMeanExp(weights, K)); // a number
        return new(ops.Multiply(ops.Number(-1), bound), ("ImportanceWeightedBound", bound));
    }
}
