namespace VaeTransforms;

/// <summary>Sent to <see cref="IProgress{T}"/> after each fit of a comparison.</summary>
/// <param name="Fits">The number of fits measured so far.</param>
/// <param name="AllFits">The number of all fits: variants times seeds.</param>
/// <param name="Latest">The latest fit. Its <see cref="LatentRun.Udr"/> is null, since it needs all seeds.</param>
public sealed record LatentComparisonProgress(int Fits, int AllFits, LatentRun Latest);
