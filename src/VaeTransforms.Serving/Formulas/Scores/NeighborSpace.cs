namespace VaeTransforms;

/// <summary>Where distances to neighbors are measured.</summary>
public enum NeighborSpace
{
    /// <summary>
    /// The input, each feature divided by the range that it has in the rows fitted on (Gower 1971). A feature counts by the
    /// largest difference that it showed, so a nearly constant feature does not dominate the others. The default.
    /// </summary>
    Input,

    /// <summary>
    /// The posterior mean and the residual of its decoding, each value of the residual in units of the root mean square
    /// that it has in held-out rows.
    /// </summary>
    LatentAndResidual,
}
