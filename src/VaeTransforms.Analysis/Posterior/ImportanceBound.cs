using System.Globalization;

namespace VaeTransforms;

/// <summary>A closer look at ln p(x) than the ELBO gives, in nats per row of the normalised input; higher is better.</summary>
/// <remarks>Burda and others 2016, 'Importance weighted autoencoders': ln 1/k Σ p(x, z_i) / q(z_i | x).</remarks>
/// <param name="Bound">The mean over rows of the bound.</param>
/// <param name="Elbo">The mean over the same rows and draws of ln p(x, z) / q(z | x), which is the ELBO.</param>
/// <param name="Samples">Draws per row; k.</param>
/// <param name="Rows">Rows taken.</param>
public sealed record ImportanceBound(double Bound, double Elbo, int Samples, int Rows)
{
    /// <summary>
    /// How much the ELBO is known to miss of ln p(x), in nats per row: what the encoder's posterior is worse than the true one.
    /// Never below 0.
    /// </summary>
    public double Gap => Bound - Elbo;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Bound:F3} nats per row ({Samples} samples, {Rows} rows), {Gap:F3} above the ELBO");
}
