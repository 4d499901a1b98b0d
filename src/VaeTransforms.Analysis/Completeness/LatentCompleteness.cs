namespace VaeTransforms;

/// <summary>
/// Whether points of the latent space decode to something that belongs to the data, and together to all of the data.
/// </summary>
/// <remarks>
/// As many points as rows, at most <see cref="LatentSpaceOptions.MaxRows"/>, are drawn and decoded to the mean of p(x | z),
/// without its noise, and compared with the rows. With k neighbors, a fresh sample of the data itself would have a coverage of
/// about 1 - 2^-k: 0.97 for the default k = 5.
/// </remarks>
public sealed record LatentCompleteness
{
    /// <summary><see cref="ManifoldOverlap.Value"/> of <see cref="Prior"/>, the headline; in [0, 1], higher is better.</summary>
    public double Value => Prior.Value;

    /// <summary>Decodings of points drawn from the prior of the model.</summary>
    public required ManifoldOverlap Prior { get; init; }

    /// <summary>
    /// Decodings of points drawn from the normal distribution with the mean and the covariance of the codes. If this is good and
    /// <see cref="Prior"/> is bad, the codes differ from the prior only in place, scale and orientation.
    /// </summary>
    public required ManifoldOverlap FittedGaussian { get; init; }

    /// <summary>
    /// Decodings of the rows' own posterior means, each compared with the other rows: about the best that this network can reach
    /// with any distribution of points.
    /// </summary>
    public required ManifoldOverlap Codes { get; init; }

    /// <summary>The share of rows inside the ball of another row, in [0, 1]: the precision of the data itself.</summary>
    public required double PrecisionOfRows { get; init; }

    /// <summary>The number of rows compared with, and of points drawn.</summary>
    public required int Rows { get; init; }

    /// <summary>k, the number of neighbors in a ball.</summary>
    public required int Neighbors { get; init; }
}
