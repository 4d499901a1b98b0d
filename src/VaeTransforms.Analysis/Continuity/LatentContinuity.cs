namespace VaeTransforms;

/// <summary>Whether points that are close in latent space decode to similar things.</summary>
/// <remarks>
/// <para>
/// Every figure is unchanged when the latent space is shifted, shrunk, stretched or turned by any invertible linear map,
/// encoder and decoder alike: lengths in latent space are measured in standard deviations of the codes in each direction,
/// and latent points are drawn as combinations of codes. Decodings g(z) are means of p(x | z) in the model's normalised
/// input; variances of rows and decodings are summed over features.
/// </para>
/// <para>
/// <b>Smoothness.</b> z is drawn from the normal distribution with the mean m and covariance of the codes, and from each z one
/// step is taken in a random direction, z' = m + r (z - m) + √(1 - r²) e, with e like z - m, and r = 0.995: a step of a tenth of a standard
/// deviation. Smoothness is 2 (1 - r) Var g(z) / E|g(z') - g(z)|²: the change that a linear decoder with the same spread of
/// decodings would show, over the change found. In the Hermite expansion of g, E|g(z') - g(z)|² is the sum over degrees d of 2 (1 - r^d) times
/// that degree's variance. So no decoder can have more than 1, exactly the linear ones do, one as wiggly as
/// a polynomial of degree d has about 1/d, and one in which any step changes everything has 1 - r = 0.005. A cliff in an
/// otherwise flat decoding costs as much as wiggles everywhere: flat ground elsewhere cannot make up for it.
/// </para>
/// <para>
/// <b>Response.</b> A decoder that ignores z would be perfectly smooth. So the headline is multiplied by the share of the data's
/// spread that decodings carry.
/// </para>
/// </remarks>
public sealed record LatentContinuity
{
    /// <summary>The headline in [0, 1], 1 the best: <see cref="Smoothness"/> · <see cref="Response"/>.</summary>
    public double Value => Smoothness * Response;

    /// <summary>A linear decoder's change over a small step in a random direction, over this one's; in [0, 1], 1 for a linear decoder.</summary>
    public required double Smoothness { get; init; }

    /// <summary>
    /// The variance of the decodings of the rows' codes over the variance of the rows, at most 1; 0 for a decoder that
    /// ignores z.
    /// </summary>
    public required double Response { get; init; }

    /// <summary>
    /// As <see cref="Smoothness"/>, but with steps of the same length from the rows' own codes towards their nearest other code:
    /// continuity where the data are. At most 1.
    /// </summary>
    public required double NeighborSmoothness { get; init; }

    /// <summary>
    /// Along straight paths between the codes of random pairs of rows, the mean over pairs of the mean step over the largest step:
    /// 1 if every step changes the decoding alike, 1 / steps if one jump makes the whole change.
    /// </summary>
    public required double PathEvenness { get; init; }

    /// <summary>
    /// Along the same paths, the mean over pairs of direct distance over path length of the decodings: 1 if the decoding
    /// goes straight from one end to the other, less if it goes through something else.
    /// </summary>
    public required double PathStraightness { get; init; }
}
