namespace VaeTransforms.Plots;

/// <summary>The scores of one detector for <see cref="DetectionCurves"/>.</summary>
/// <param name="Name">The detector's name, which stands beside its curves.</param>
/// <param name="Scores">[n]; higher is more anomalous.</param>
public sealed record DetectorScores(string Name, IReadOnlyList<float> Scores);
