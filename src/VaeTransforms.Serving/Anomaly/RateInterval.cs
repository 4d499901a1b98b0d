using System.Globalization;

namespace VaeTransforms;

/// <summary>An interval that contains an unknown rate, with a given confidence.</summary>
/// <param name="Lower">In [0, 1].</param>
/// <param name="Upper">In [0, 1].</param>
/// <param name="Confidence">The share of samples, in (0, 1), whose interval contains the rate, at the least.</param>
public readonly record struct RateInterval(double Lower, double Upper, double Confidence)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{100 * Lower:0.###} % to {100 * Upper:0.###} % ({100 * Confidence:0.#} % confidence)");
}
