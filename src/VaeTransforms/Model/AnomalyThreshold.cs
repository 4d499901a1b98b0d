namespace VaeTransforms;

/// <summary>The score above which a row is predicted to be anomalous, and where it comes from.</summary>
/// <param name="Score">In nats, on the scale of <c>Score</c>.</param>
/// <param name="Contamination">The share of held-out rows above it that was asked for, in (0, 0.5].</param>
/// <param name="HeldOutRows">The number of rows, none of them trained on, whose scores it is a quantile of.</param>
public sealed record AnomalyThreshold(float Score, double Contamination, long HeldOutRows);
