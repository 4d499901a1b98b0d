using System.Collections.Concurrent;
using VaeTransforms.Native;
using VaeTransforms.Numerics;

namespace VaeTransforms.Training;

/// <summary>
/// The thread of one shard. libtorch uses this thread alone, so that sums do not depend on the number of processors.
/// </summary>
internal sealed class LocalWorker : IDisposable
{
    private readonly BlockingCollection<Action<LocalTrainer>> _work = [];
    private readonly Task _thread;

    private LocalWorker(RoundPlan plan, int shard, RowMatrix rows) => _thread = Task.Factory.StartNew(
        () => TrainingThread.Run(0, () =>
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var trainer = new LocalTrainer(plan, plan.ReadModel(), shard, rows);
            foreach (Action<LocalTrainer> work in _work.GetConsumingEnumerable())
            {
                work(trainer);
            }

            return true;
        }),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Starts the thread.</summary>
    /// <param name="plan">Of the fit.</param>
    /// <param name="shard">From 0.</param>
    /// <param name="rows">All rows of the shard; at least 2.</param>
    public static LocalWorker Start(RoundPlan plan, int shard, RowMatrix rows)
    {
        TorchRuntime.EnsureLoaded(_ => { });
        return new LocalWorker(plan, shard, rows);
    }

    /// <summary>Runs a function on the thread, after those before it.</summary>
    public async Task<T> RunAsync<T>(Func<LocalTrainer, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(trainer =>
        {
            try
            {
                done.SetResult(work(trainer));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });

        // The thread ends early only if the trainer could not be made.
        await Task.WhenAny(done.Task, _thread).ConfigureAwait(false);
        if (!done.Task.IsCompleted)
        {
            await _thread.ConfigureAwait(false);
        }

        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Ends the thread when the work given to it is done.</summary>
    public void Dispose() => _work.CompleteAdding();
}
