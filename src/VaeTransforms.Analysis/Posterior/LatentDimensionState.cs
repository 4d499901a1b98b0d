namespace VaeTransforms;

/// <summary>How training used a latent dimension. The criteria do not depend on the scale of the codes.</summary>
/// <remarks>
/// The criterion is the share of the signal, s = Var(Mean) / (Var(Mean) + average posterior variance), over rows. It is 0 if the
/// posterior is the same for every row, and 1 if the posterior is a point compared with the spread of the codes. The dimension
/// carries about -1/2 ln(1 - s) nats about a row: 0.005 at s = 0.01, and 4.6 at s = 0.9999, where the standard deviation of a
/// posterior is a hundredth of that of the codes. A VAE of data with little noise can come near that value. The posteriors of an
/// autoencoder are much narrower.
/// </remarks>
public enum LatentDimensionState
{
    /// <summary>It distinguishes rows, with some uncertainty: 0.01 ≤ s ≤ 0.9999.</summary>
    Active,

    /// <summary>Its posterior is the prior for every row: s &lt; 0.01, and a KL divergence below 0.1 nats.</summary>
    CollapsedToPrior,

    /// <summary>Its posteriors shrank to points, as in a deterministic autoencoder: s &gt; 0.9999.</summary>
    CollapsedToPoint,

    /// <summary>
    /// Its posterior is the same for every row but is not the prior: s &lt; 0.01, and a KL divergence of at least 0.1 nats. With
    /// <c>Beta = 0</c>, dimensions that the model does not need are in this state.
    /// </summary>
    Unused,
}
