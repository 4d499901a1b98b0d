using Microsoft.ML;

namespace VaeTransforms.Orleans;

/// <content>Scoring.</content>
public sealed partial class VaeCluster
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Scores Parquet files on all silos. Each partition is written under a temporary name, renamed when it is whole, and then
    /// committed; a partition of a silo that dies goes to another one. So every row is in the output once.
    /// </summary>
    /// <param name="mlContext">The context of the model.</param>
    /// <param name="model">What adds columns: a fitted autoencoder or detector, or a pipeline with one.</param>
    /// <param name="input">A file or a pattern, as <c>mlContext.Data.LoadParquet</c> takes it, on a drive that all silos see.
    /// </param>
    /// <param name="outputFolder">
    /// A folder on a drive that all silos see, without Parquet files; it is created if it does not exist. It gets a file
    /// <c>part-00000-of-00016.parquet</c> and so on for each partition, with its rows in their order.
    /// </param>
    /// <param name="options">Partitions, columns and progress. Default: null, all defaults.</param>
    /// <returns>What was done, when all of it is.</returns>
    /// <exception cref="ArgumentException">The folder has Parquet files, or the job is another one.</exception>
    /// <exception cref="VaeClusterException">
    /// A silo cannot read, score or write a partition; or no silo answers. The message names the silo.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token of the options was canceled.</exception>
    public async Task<VaeScoringProgress> ScoreAsync(
        MLContext mlContext, ITransformer model, string input, string outputFolder, VaeScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(input);
        ArgumentException.ThrowIfNullOrWhiteSpace(outputFolder);
        VaeScoringOptions chosen = options ?? new VaeScoringOptions();
        using var saved = new MemoryStream();
        mlContext.Model.Save(model, inputSchema: null, saved);
        var order = new ScoringOrder(
            saved.ToArray(),
            input,
            outputFolder,
            chosen.Partitions,
            chosen.ColumnNames is { } columns ? [.. columns] : null,
            chosen.Lease,
            chosen.MaxSilence);
        IScoringGrain grain = _client.GetGrain<IScoringGrain>(chosen.Job ?? $"scores-{Guid.NewGuid():N}");
        try
        {
            await AskAsync(() => grain.BeginAsync(order));
            Task<VaeScoringProgress> all = AskAsync(grain.FinishAsync);
            VaeScoringProgress? reported = null;
            while (chosen.Progress is { } progress && !all.IsCompleted)
            {
                await Task.WhenAny(all, Task.Delay(BetweenReports, chosen.CancellationToken)).ConfigureAwait(false);
                VaeScoringProgress now = await AskAsync(
                    async () => new Answer<VaeScoringProgress>(true, await grain.ProgressAsync(), null)).ConfigureAwait(false);
                if (now != reported && now.Partitions > 0)
                {
                    progress.Report(reported = now);
                }
            }

            VaeScoringProgress done = await all.ConfigureAwait(false);
            await Polling.TryUntilAnsweredAsync(grain.ClearAsync, chosen.MaxSilence).ConfigureAwait(false);
            return done;
        }
        catch (OperationCanceledException)
        {
            await Polling.TryUntilAnsweredAsync(grain.StopAsync, TimeSpan.Zero).ConfigureAwait(false);
            throw;
        }

        Task<T> AskAsync<T>(Func<Task<Answer<T>>> call) =>
            Polling.UntilDoneAsync(call, chosen.MaxSilence, chosen.CancellationToken);
    }
}
