using System.Globalization;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record Objective
{
    /// <summary>
    /// The bound of <see cref="Iwae"/>, with a gradient of the encoder that stays precise with many samples. That of
    /// <see cref="Iwae"/> drowns in noise as their number grows.
    /// </summary>
    /// <param name="samples">Latent vectors for each row, from 2 to 1,000. Default: 5.</param>
    /// <remarks>
    /// Both gradients have the same expectation. Reports name <c>ImportanceWeightedBound</c>, as for <see cref="Iwae"/>. Tucker
    /// and others 2019, 'Doubly reparameterized gradient estimators for Monte Carlo objectives' (DReG). Any prior.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is out of range.</exception>
    public static Objective DoublyReparameterized(int samples = 5) =>
        new DoublyReparameterizedObjective(CheckedSamples(samples));
}

/// <summary>-ln of the mean importance weight, whose gradient reaches the encoder through z alone.</summary>
/// <param name="K">Samples for each row.</param>
internal sealed record DoublyReparameterizedObjective(int K) : Objective
{
    internal override int Samples => K;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"DoublyReparameterized(samples: {K})");

    internal override ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms)
    {
        // The loss gives each sample's z the gradient times its share of the weights; the encoder takes it times the square.
        T shares = default!;
        terms.ScaleGradientOfZ(() => shares);
        T mean = ops.StopGradient(terms.Sampled(terms.Mean)); // [n · k, K]
        T logVariance = ops.StopGradient(terms.Sampled(terms.LogVariance)); // [n · k, K]
        T weights = terms.LogImportanceWeight(mean, logVariance); // [n · k, 1]
        T means = ops.SamplesLogMeanExp(weights, K); // [n, 1]
        shares = ops.Multiply(ops.Exp(ops.Subtract(weights, terms.Sampled(means))), ops.Number(1.0 / K)); // [n · k, 1]
        T bound = terms.WeightedMean(means); // a number
        return new(ops.Multiply(ops.Number(-1), bound), ("ImportanceWeightedBound", bound));
    }
}
