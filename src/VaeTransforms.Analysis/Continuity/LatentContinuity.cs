namespace VaeTransforms;

/// <summary>Whether nearby points in latent space decode to similar things.</summary>
/// <remarks>
/// <para>
/// No figure changes if the latent space is shifted, stretched or rotated by an invertible linear map, in the encoder and the
/// decoder alike. Lengths in latent space are measured in standard deviations of the codes in each direction, and latent points
/// are drawn as combinations of codes. Decodings g(z) are means of p(x | z) in the normalized units of the model's input.
/// Variances of rows and decodings are summed over features.
/// </para>
/// <para>
/// <b>Smoothness.</b> Draw z from the normal distribution with the mean m and the covariance of the codes. From z, take a step
/// in a random direction, z' = m + r (z - m) + √(1 - r²) e, where e has the distribution of z - m, and r = 0.995: a step of a
/// tenth of a standard deviation. Smoothness is 2 (1 - r) Var g(z) / E|g(z') - g(z)|², the change of a linear decoder with the
/// same variance of decodings, divided by the change found. In the Hermite expansion of g, E|g(z') - g(z)|² is the sum over
/// degrees d of 2 (1 - r^d) times the variance of that degree. So no decoder exceeds 1, and exactly the linear ones reach it.
/// A decoder as wiggly as a polynomial of degree d has about 1/d. A decoder that changes completely at every step has
/// 1 - r = 0.005. A cliff in an otherwise flat decoding costs as much as wiggles everywhere.
/// </para>
/// <para>
/// <b>Response.</b> A decoder that ignores z would be perfectly smooth. So the headline is smoothness times the share of the
/// data's variance that the decodings have.
/// </para>
/// </remarks>
public sealed record LatentContinuity
{
    /// <summary><see cref="Smoothness"/> · <see cref="Response"/>, the headline; in [0, 1], higher is better.</summary>
    public double Value => Smoothness * Response;

    /// <summary>
    /// The mean squared change of a linear decoder over a small step in a random direction, divided by that of this decoder;
    /// in [0, 1], 1 for a linear decoder.
    /// </summary>
    public required double Smoothness { get; init; }

    /// <summary>
    /// The variance of the decodings of the posterior means, divided by the variance of the rows; in [0, 1], 0 for a decoder that
    /// ignores z.
    /// </summary>
    public required double Response { get; init; }

    /// <summary>
    /// Like <see cref="Smoothness"/>, with steps of the same length from the code of each row toward the nearest other code:
    /// smoothness where the data are. In [0, 1].
    /// </summary>
    public required double NeighborSmoothness { get; init; }

    /// <summary>
    /// On straight paths between the codes of random pairs of rows, the mean step divided by the largest step, averaged over
    /// paths: 1 if every step changes the decoding equally, 1 / steps if one jump makes the whole change.
    /// </summary>
    public required double PathEvenness { get; init; }

    /// <summary>
    /// On the same paths, the direct distance between the decodings of both ends divided by the length of the decoded path,
    /// averaged over paths: 1 if the decoding goes straight from one end to the other, less if it passes through something else.
    /// </summary>
    public required double PathStraightness { get; init; }
}
