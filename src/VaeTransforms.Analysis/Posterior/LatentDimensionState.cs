namespace VaeTransforms;

/// <summary>What became of a latent dimension. The rules are scale-free: an autoencoder's codes are of any size.</summary>
/// <remarks>
/// They rest on the signal's share s = Var(Mean) / (Var(Mean) + average posterior variance), taken over rows: 0 where the
/// posterior is the same for every row, 1 where it is a point beside the spread of the codes. The dimension tells about
/// -1/2 ln(1 - s) nats of a row: 0.005 at s = 0.01, 4.6 at s = 0.9999, where a posterior is a
/// hundredth as wide as the codes are spread. A VAE of clean data may well come near that; an autoencoder's are narrower by far.
/// </remarks>
public enum LatentDimensionState
{
    /// <summary>It tells rows apart and is uncertain about it: 0.01 ≤ s ≤ 0.9999.</summary>
    Active,

    /// <summary>Its posterior is the prior whatever the row: s &lt; 0.01, and a KL divergence below 0.1 nats.</summary>
    CollapsedToPrior,

    /// <summary>Its posteriors shrank to points, as in a deterministic autoencoder: s &gt; 0.9999.</summary>
    CollapsedToPoint,

    /// <summary>
    /// Its posterior is the same for every row but is not the prior: s &lt; 0.01 with 0.1 nats or more. What
    /// <c>Beta = 0</c> leaves of a dimension that it does not need.
    /// </summary>
    Unused,
}
