namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The scores that a detector gave to the test rows.</summary>
/// <param name="Scores">[m]; higher is more anomalous.</param>
/// <param name="FitSeconds">Of <c>Fit</c> alone.</param>
/// <param name="ScoreSeconds">Of all test rows.</param>
internal sealed record Detection(float[] Scores, double FitSeconds, double ScoreSeconds);
