namespace VaeTransforms;

/// <summary>How an <see cref="AnomalyThreshold"/> was found.</summary>
public enum ThresholdSource
{
    /// <summary>A quantile of the held-out scores.</summary>
    Quantile,

    /// <summary>
    /// Beyond the highest held-out score: from the tail of a generalized Pareto distribution fitted to the highest ones
    /// (peaks over threshold). The rate is an extrapolation.
    /// </summary>
    Tail,

    /// <summary>Given as a score.</summary>
    Given,
}
