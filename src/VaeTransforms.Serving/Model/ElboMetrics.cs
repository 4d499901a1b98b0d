using System.Globalization;

namespace VaeTransforms;

/// <summary>The evidence lower bound of some rows and its two parts, each a mean over rows.</summary>
/// <param name="ReconstructionError">
/// -ln p(x | z) of the normalized input with every normalizing constant, z sampled from the posterior; nats per row,
/// summed over features; lower is better.
/// </param>
/// <param name="KlDivergence">KL(q(z|x) || p(z)), unweighted; nats per row.</param>
public readonly record struct ElboMetrics(double ReconstructionError, double KlDivergence)
{
    /// <summary>
    /// -(ReconstructionError + KlDivergence), whatever Beta weighed in training; nats per row; higher is better.
    /// </summary>
    public double Elbo => -(ReconstructionError + KlDivergence);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ELBO {Elbo:F3} (reconstruction {ReconstructionError:F3}, KL {KlDivergence:F3}) nats per row");
}
