namespace VaeTransforms.Plots;

/// <summary>A path through the latent space: one row of <see cref="InterpolationStrips"/>.</summary>
/// <param name="Name">The name of the row; it may have several lines.</param>
/// <param name="Points">
/// [n], each [K], such as the points of <see cref="LatentPoints.Line"/> and <see cref="LatentPoints.Arc"/>.
/// </param>
public sealed record LatentPath(string Name, IReadOnlyList<float[]> Points);
