
namespace VaeTransforms.Orleans;

/// <summary>
/// One shard of a fit: a fixed virtual worker, wherever it is computed. Its key is the job, a slash and its number.
/// </summary>
[Alias("VaeTransforms.IShardGrain")]
internal interface IShardGrain : IGrainWithStringKey
{
    /// <summary>Takes the steps of a round, or gives what it has stored of it.</summary>
    /// <param name="round">From 0.</param>
    [Alias("Run")]
    Task<Answer<ShardRound>> RunAsync(int round);

    /// <summary>Measures weights on the held-out rows.</summary>
    /// <param name="version">The number of rounds that the weights come from.</param>
    [Alias("Measure")]
    Task<Answer<ShardMeasure>> MeasureAsync(int version);

    /// <summary>Stops what it computes.</summary>
    [Alias("Stop")]
    Task StopAsync();

    /// <summary>Deletes its state.</summary>
    [Alias("Clear")]
    Task ClearAsync();
}

/// <summary>See <see cref="VaeTransforms.Training.LocalOutcome"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.ShardRound")]
internal sealed record ShardRound(
    [property: Id(0)] byte[] Weights,
    [property: Id(1)] double[] Sums,
    [property: Id(2)] string[] PartNames,
    [property: Id(3)] long TrainingRows,
    [property: Id(4)] long ValidationRows);

/// <param name="HasRows">Whether rows are held out.</param>
/// <param name="ReconstructionError">The mean, in nats per row.</param>
/// <param name="KlDivergence">The mean, in nats per row.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.ShardMeasure")]
internal sealed record ShardMeasure(
    [property: Id(0)] bool HasRows, [property: Id(1)] double ReconstructionError, [property: Id(2)] double KlDivergence);
