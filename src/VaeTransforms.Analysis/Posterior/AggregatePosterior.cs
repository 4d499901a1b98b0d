namespace VaeTransforms;

/// <summary>The codes of all rows together, q(z) = the mean of q(z | x) over rows, compared with N(0, I).</summary>
/// <remarks>All of it is relative to N(0, I), also for a model with another prior.</remarks>
public sealed record AggregatePosterior
{
    /// <summary>[K] the mean of q(z) over all rows; 0 under N(0, I).</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>
    /// [K][K] the covariance of q(z) over all rows: the covariance of the posterior means, plus the average posterior variance on
    /// the diagonal; I under N(0, I).
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }

    /// <summary>Whether q(z) differs from N(0, I) by more than chance.</summary>
    public required PriorDiscrepancy Mmd { get; init; }

    /// <summary>
    /// The KL divergence from q(z) to the product of its K marginals, in nats, as if q(z) were normal: -1/2 ln det of its
    /// correlation matrix. It is 0 if the dimensions are uncorrelated, and infinite if one is a linear function of the others.
    /// </summary>
    public required double GaussianTotalCorrelation { get; init; }

    /// <summary>
    /// The same KL divergence, in nats, with q(z) as the mixture of the posteriors of at most 1,000 rows. It also detects
    /// dependence without correlation.
    /// </summary>
    /// <remarks>
    /// The mean of ln q(z) - Σ ln q(z_j) over one draw from the posterior of each row: Chen and others 2018, 'Isolating sources
    /// of disentanglement', with all rows as one minibatch. It means little if the posteriors are points: it then approaches (K -
    /// 1) ln(rows) for any codes.
    /// </remarks>
    public required double MixtureTotalCorrelation { get; init; }
}
