using System.Globalization;

namespace VaeTransforms;

/// <summary>
/// The importance-weighted bound of ln p(x), which is tighter than the ELBO, in nats per row of the normalized input; higher is
/// better.
/// </summary>
/// <remarks>Burda and others 2016, 'Importance weighted autoencoders': ln 1/k Σ p(x, z_i) / q(z_i | x).</remarks>
/// <param name="Bound">The mean of the bound over rows.</param>
/// <param name="Elbo">The mean of ln p(x, z) / q(z | x) over the same rows and draws: the ELBO.</param>
/// <param name="Samples">k, the number of draws per row.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record ImportanceBound(double Bound, double Elbo, int Samples, int Rows)
{
    /// <summary>
    /// The bound minus the ELBO, in nats per row, never below 0. The ELBO is at least this far below ln p(x), because the
    /// encoder's posterior is not the true one.
    /// </summary>
    public double Gap => Bound - Elbo;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Bound:F3} nats per row ({Samples} samples, {Rows} rows), {Gap:F3} above the ELBO");
}
