namespace VaeTransforms.Plots;

/// <summary>A row of <see cref="InterpolationStrips"/>.</summary>
/// <param name="Name">What it leads from and to, or how; several lines stand below each other.</param>
/// <param name="Points">[n], each [K], such as those of <see cref="LatentPoints.Line"/> and <see cref="LatentPoints.Arc"/>.</param>
public sealed record LatentPath(string Name, IReadOnlyList<float[]> Points);
