namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The scores of a detector for the test rows, and its times.</summary>
/// <param name="Scores">[m]; higher is more anomalous.</param>
/// <param name="FitSeconds">The time of <c>Fit</c>.</param>
/// <param name="ScoreSeconds">The time to score all test rows.</param>
internal sealed record Detection(float[] Scores, double FitSeconds, double ScoreSeconds);
