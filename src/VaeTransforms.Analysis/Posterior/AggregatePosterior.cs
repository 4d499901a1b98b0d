namespace VaeTransforms;

/// <summary>The codes of all rows together, q(z) = mean over rows of q(z | x), beside the prior N(0, I).</summary>
public sealed record AggregatePosterior
{
    /// <summary>[K] mean of q(z); 0 under the prior. Over all rows.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>
    /// [K][K] covariance of q(z), the covariance of posterior means plus the average posterior variance on the diagonal; I
    /// under the prior. Over all rows.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }

    /// <summary>Whether q(z) is further from the prior than chance explains.</summary>
    public required PriorDiscrepancy Mmd { get; init; }

    /// <summary>
    /// KL divergence from q(z) to the product of its K marginals, in nats, were q(z) normal: -1/2 ln det of its correlation
    /// matrix. 0 if the dimensions are uncorrelated; infinite if one follows from others.
    /// </summary>
    public required double GaussianTotalCorrelation { get; init; }

    /// <summary>
    /// The same, in nats, of q(z) as the mixture of the posteriors of at most 1,000 rows, which also sees dependence without
    /// correlation.
    /// </summary>
    /// <remarks>
    /// The mean of ln q(z) - Σ ln q(z_j) over a draw from each row's posterior, Chen and others 2018, 'Isolating sources of
    /// disentanglement', with every row as its minibatch. Where posteriors are points it says little: it
    /// then nears (K - 1) ln(rows) whatever the codes.
    /// </remarks>
    public required double MixtureTotalCorrelation { get; init; }
}
