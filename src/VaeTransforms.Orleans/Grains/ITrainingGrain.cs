
namespace VaeTransforms.Orleans;

/// <summary>The fit as a whole: averages what the shards come to, and stores it. Its key is the job.</summary>
[Alias("VaeTransforms.ITrainingGrain")]
internal interface ITrainingGrain : IGrainWithStringKey
{
    /// <summary>Begins a fit, or finds where it was.</summary>
    /// <returns>The first round to ask for, from 0: the one after those that are done, or the last one of a fit that has ended.
    /// </returns>
    [Alias("Begin")]
    Task<Answer<int>> BeginAsync(FitOrder order);

    /// <summary>What was ordered.</summary>
    [Alias("Order")]
    Task<FitOrder> OrderAsync();

    /// <summary>The weights after some rounds, for the shards.</summary>
    [Alias("Weights")]
    Task<byte[]> WeightsAsync(int version);

    /// <summary>Computes a round, or finds that it is done.</summary>
    /// <param name="round">From 0.</param>
    /// <returns>A <see cref="TrainingProgress"/> as JSON, and whether it was the last round.</returns>
    [Alias("Round")]
    Task<Answer<RoundReport>> RoundAsync(int round);

    /// <summary>The state of the fit; see <see cref="RoundBytes"/>.</summary>
    [Alias("State")]
    Task<Answer<byte[]>> StateAsync();

    /// <summary>Stops what is being computed. What is stored stays.</summary>
    [Alias("Stop")]
    Task StopAsync();

    /// <summary>Deletes all state.</summary>
    [Alias("Clear")]
    Task ClearAsync();
}

/// <param name="Progress">JSON.</param>
/// <param name="IsLast">Whether no round follows.</param>
/// <param name="TrainingRows">Of all shards.</param>
/// <param name="ValidationRows">Of all shards.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.RoundReport")]
internal sealed record RoundReport(
    [property: Id(0)] byte[] Progress,
    [property: Id(1)] bool IsLast,
    [property: Id(2)] long TrainingRows,
    [property: Id(3)] long ValidationRows);
