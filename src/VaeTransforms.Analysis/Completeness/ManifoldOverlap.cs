using System.Globalization;

namespace VaeTransforms;

/// <summary>How the decodings of some latent points overlap with the rows. Every figure is a share in [0, 1].</summary>
/// <remarks>
/// A ball around each row, which reaches to its k-th nearest other row, estimates the manifold of the rows, and likewise for the
/// decodings. Distances are Euclidean, in the normalized units of the model's input.
/// </remarks>
/// <param name="Precision">
/// The share of decodings inside the ball of a row: they look like data. Kynkäänniemi and others 2019, 'Improved precision
/// and recall metric for assessing generative models'.
/// </param>
/// <param name="Coverage">
/// The share of rows whose ball contains a decoding: the part of the data that is reached. Naeem and others 2020, 'Reliable
/// fidelity and diversity metrics for generative models'.
/// </param>
/// <param name="Recall">
/// The share of rows inside the ball of a decoding, the recall of Kynkäänniemi and others. Decodings have no noise, so their
/// balls are small, and noisy rows lie outside in every latent space. A few distant decodings have balls that contain
/// everything. Therefore <see cref="Value"/> uses <paramref name="Coverage"/> instead.
/// </param>
public sealed record ManifoldOverlap(double Precision, double Coverage, double Recall)
{
    /// <summary>
    /// The harmonic mean of <see cref="Precision"/> and <see cref="Coverage"/>, higher is better. Either one is trivial to
    /// maximize alone: precision by decoding every point to one good row, coverage by decoding to everything there is.
    /// </summary>
    public double Value => Precision + Coverage > 0 ? 2 * Precision * Coverage / (Precision + Coverage) : 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Value:F3} (precision {Precision:F3}, coverage {Coverage:F3}, recall {Recall:F3})");
}
