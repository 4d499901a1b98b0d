namespace VaeTransforms;

/// <summary>Where distances to neighbours are measured.</summary>
public enum NeighborSpace
{
    /// <summary>
    /// The input, each feature divided by the range that it has in the rows fitted on (Gower 1971): a feature counts by
    /// the largest difference it ever showed, and one that is nearly constant does not drown the others. The default.
    /// </summary>
    Input,

    /// <summary>
    /// The posterior mean beside the residual of its decoding, each value of that in units of the decoder's noise; under
    /// <see cref="Normalization.Quantile"/> of the noise that there is near the feature's median.
    /// </summary>
    LatentAndResidual,
}
