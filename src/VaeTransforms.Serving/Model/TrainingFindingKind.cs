namespace VaeTransforms;

/// <summary>What a fit can find out about itself.</summary>
public enum TrainingFindingKind
{
    /// <summary>Most latent dimensions have the prior as posterior, for every row.</summary>
    CollapsedDimensions,

    /// <summary>The learned variance of features is at its lower bound.</summary>
    VarianceAtFloor,

    /// <summary>Errors are larger than a Gaussian likelihood expects.</summary>
    HeavyTails,

    /// <summary>There are too few training rows for the number of latent dimensions.</summary>
    FewRows,

    /// <summary>The best epoch is one in which the KL divergence did not have its full weight yet.</summary>
    BestEpochInWarmup,
}
