namespace VaeTransforms;

/// <summary>Sent to <see cref="IProgress{T}"/> after each fit of a comparison.</summary>
/// <param name="Fits">Fits that were measured.</param>
/// <param name="AllFits">Fits there will be: variants times seeds.</param>
/// <param name="Latest">The fit just measured; its <see cref="LatentRun.Udr"/> comes last, when all seeds are there.</param>
public sealed record LatentComparisonProgress(int Fits, int AllFits, LatentRun Latest);
