
namespace VaeTransforms.Orleans;

/// <summary>How far scoring is.</summary>
/// <param name="Partitions">How many there are.</param>
/// <param name="Done">How many are committed.</param>
/// <param name="Rows">The rows of these.</param>
/// <param name="Leases">
/// How many times a partition was given to a silo: more than <paramref name="Partitions"/> where silos were lost.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.ScoringProgress")]
public sealed record VaeScoringProgress(
    [property: Id(0)] int Partitions, [property: Id(1)] int Done, [property: Id(2)] long Rows, [property: Id(3)] int Leases);
