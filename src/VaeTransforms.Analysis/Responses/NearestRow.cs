namespace VaeTransforms;

/// <summary>A row whose code is near a latent point.</summary>
/// <param name="Row">The position in the view, from 0. Skipped rows count.</param>
/// <param name="Distance">The Euclidean distance from the point to the latent mean of the row, in latent units.</param>
public readonly record struct NearestRow(long Row, double Distance);
