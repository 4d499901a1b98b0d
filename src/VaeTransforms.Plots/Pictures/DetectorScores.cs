namespace VaeTransforms.Plots;

/// <summary>The scores that a detector gave the rows of <see cref="DetectionCurves"/>.</summary>
/// <param name="Name">Of the detector.</param>
/// <param name="Scores">[n] higher is more anomalous.</param>
public sealed record DetectorScores(string Name, IReadOnlyList<float> Scores);
