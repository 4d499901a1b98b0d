namespace VaeTransforms;

/// <summary>A row whose code lies near a latent point.</summary>
/// <param name="Row">Its place in the view, from 0, rows that were left out counted.</param>
/// <param name="Distance">The Euclidean distance from the point to the row's latent mean, in latent units.</param>
public readonly record struct NearestRow(long Row, double Distance);
