namespace VaeTransforms;

/// <summary>Whether points of the latent space stand for something that belongs to the data, and together for all of it.</summary>
/// <remarks>
/// As many points as rows are drawn and decoded (to the mean of p(x | z), without its noise) and compared with the rows, at
/// most <see cref="LatentSpaceOptions.MaxRows"/> of them. With k neighbours a sample of the data themselves would have a
/// coverage of about 1 - 2^-k: 0.97 for the default of 5.
/// </remarks>
public sealed record LatentCompleteness
{
    /// <summary>The headline in [0, 1], 1 the best: <see cref="ManifoldOverlap.Value"/> of <see cref="Prior"/>.</summary>
    public double Value => Prior.Value;

    /// <summary>Of points drawn from the prior N(0, I).</summary>
    public required ManifoldOverlap Prior { get; init; }

    /// <summary>
    /// Of points drawn from the normal distribution with the mean and covariance of the codes: what remains of a bad
    /// <see cref="Prior"/> when the codes merely have another place, scale and orientation than the prior.
    /// </summary>
    public required ManifoldOverlap FittedGaussian { get; init; }

    /// <summary>
    /// Of the rows' own codes, each compared with the other rows: about the most this network can reach with any
    /// distribution of points.
    /// </summary>
    public required ManifoldOverlap Codes { get; init; }

    /// <summary>The share of rows that lie in another row's ball: the precision of the data themselves.</summary>
    public required double PrecisionOfRows { get; init; }

    /// <summary>Rows compared with, and points drawn.</summary>
    public required int Rows { get; init; }

    /// <summary>k.</summary>
    public required int Neighbors { get; init; }
}
