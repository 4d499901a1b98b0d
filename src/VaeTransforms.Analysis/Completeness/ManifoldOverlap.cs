using System.Globalization;

namespace VaeTransforms;

/// <summary>How decodings of some latent points lie to the rows, each share in [0, 1].</summary>
/// <remarks>
/// The rows' manifold is estimated by a ball around each row that reaches to its k-th nearest other row; likewise for the
/// decodings. Distances are Euclidean in the model's normalised input.
/// </remarks>
/// <param name="Precision">
/// The share of decodings that lie in a row's ball: they look like data. Kynkäänniemi and others 2019, 'Improved precision
/// and recall metric for assessing generative models'.
/// </param>
/// <param name="Coverage">
/// The share of rows whose ball holds a decoding: the data that are reached. Naeem and others 2020, 'Reliable fidelity and
/// diversity metrics for generative models'.
/// </param>
/// <param name="Recall">
/// The share of rows that lie in a decoding's ball, the recall of Kynkäänniemi and others. Decodings carry no noise, so
/// their balls are thin, and noisy rows lie outside whatever the latent space; and a few decodings far off have balls that
/// hold everything. That is why <see cref="Value"/> takes <paramref name="Coverage"/> in its place.
/// </param>
public sealed record ManifoldOverlap(double Precision, double Coverage, double Recall)
{
    /// <summary>
    /// The harmonic mean of <see cref="Precision"/> and <see cref="Coverage"/>: either alone can be had for nothing, the first
    /// by decoding all points to one good row, the second by decoding to everything there is.
    /// </summary>
    public double Value => Precision + Coverage > 0 ? 2 * Precision * Coverage / (Precision + Coverage) : 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Value:F3} (precision {Precision:F3}, coverage {Coverage:F3}, recall {Recall:F3})");
}
