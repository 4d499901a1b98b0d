using System.Diagnostics;
using System.Text.Json;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.Placement;
using Orleans.Serialization;

namespace VaeTransforms.Orleans;

[Reentrant]
[RandomPlacement]
internal sealed class ScoringGrain(
    [PersistentState("scoring", VaeClusterHosting.StorageName)] IPersistentState<StoredBytes> ordered,
    [PersistentState("committed", VaeClusterHosting.StorageName)] IPersistentState<StoredBytes> stored,
    Serializer serializer) : Grain, IScoringGrain, IDisposable
{
    private const int PartitionsPerSilo = 4;

    private readonly LongCall<VaeScoringProgress> _finish = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<int, IPartitionGrain> _running = [];
    private ScoringOrder? _order;
    private Course _course = new([], []);
    private int _turn;
    private long _heard;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (ordered.RecordExists)
        {
            _order = serializer.Deserialize<ScoringOrder>(ordered.State.Bytes)!;
            _course = stored.RecordExists
                ? JsonSerializer.Deserialize<Course>(stored.State.Bytes)!
                : Course.Begin(_order.Partitions);
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _stopped.CancelAsync();

    public async Task<Answer<VaeScoringProgress>> BeginAsync(ScoringOrder order)
    {
        if (_order is null)
        {
            Directory.CreateDirectory(order.Folder);
            if (Directory.EnumerateFiles(order.Folder, "*.parquet").FirstOrDefault() is { } other)
            {
                return Refused(
                    $"The folder of the output must have no Parquet files, but there is '{other}'. Give another folder, or "
                        + "delete the files.");
            }

            await ordered.StoreAsync(serializer.SerializeToArray(order), this);
            (_order, _course) = (order, Course.Begin(order.Partitions));
        }

        return _order.Digest() == order.Digest()
            ? new Answer<VaeScoringProgress>(true, _course.Progress, null)
            : Refused(
                $"Job '{this.GetPrimaryKeyString()}' has other input, output, columns or partitions. Give this one a Job of its "
                    + "own.");

        static Answer<VaeScoringProgress> Refused(string message) =>
            new(false, null, new Failure(FailureKind.Argument, message));
    }

    public Task<ScoringOrder> OrderAsync() => Task.FromResult(_order ?? throw NotBegun());

    public Task<VaeScoringProgress> ProgressAsync() => Task.FromResult(_course.Progress);

    public Task<Answer<VaeScoringProgress>> FinishAsync() =>
        _finish.WaitAsync(0, () => RunAsync(_order ?? throw NotBegun()));

    public async Task StopAsync()
    {
        await _stopped.CancelAsync();
        await Task.WhenAll(_running.Values.Select(partition => partition.StopAsync()));
        DeactivateOnIdle();
    }

    public async Task ClearAsync()
    {
        await stored.ClearStateAsync();
        await ordered.ClearStateAsync();
        DeactivateOnIdle();
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _writing.Dispose();
    }

    private static OrleansException NotBegun() => new("Scoring has not begun here yet.");

    private async Task<VaeScoringProgress> RunAsync(ScoringOrder order)
    {
        _heard = Stopwatch.GetTimestamp();
        int silos = (await GrainFactory.ActiveSilosAsync(ServiceProvider, Partition(0, lease: 0))).Length;
        using var slots = new SemaphoreSlim(PartitionsPerSilo * silos);
        await Task.WhenAll(Enumerable.Range(0, order.Partitions)
            .Where(partition => _course.Rows[partition] < 0)
            .Select(async partition =>
            {
                await slots.WaitAsync(_stopped.Token);
                try
                {
                    await ScoreAsync(order, partition);
                }
                finally
                {
                    slots.Release();
                }
            }));

        // What silos that died had begun.
        foreach (string left in Directory.EnumerateFiles(order.Folder, "part-*.parquet.lease-*"))
        {
            File.Delete(left);
        }

        return _course.Progress;
    }

    private IPartitionGrain Partition(int partition, int lease) => GrainFactory.GetGrain<IPartitionGrain>(
        FormattableString.Invariant($"{this.GetPrimaryKeyString()}/{partition}/{lease}"));

    /// <summary>Gives a partition to one silo after another until one of them has done it.</summary>
    private async Task ScoreAsync(ScoringOrder order, int partition)
    {
        while (true)
        {
            int lease = await ChangeAsync(course => ++course.Leases[partition]);
            IPartitionGrain grain = Partition(partition, lease);
            SiloAddress[] silos = await GrainFactory.ActiveSilosAsync(ServiceProvider, grain);
            SiloAddress silo = silos[_turn++ % silos.Length];
            _running[partition] = grain;
            if (await LeasedAsync(order, grain, silo, partition, lease) is { } rows)
            {
                _running.Remove(partition);
                await ChangeAsync(course => course.Rows[partition] = rows);
                return;
            }
        }
    }

    /// <summary>Waits for a silo, as long as it answers.</summary>
    /// <returns>The rows; null if it does not answer.</returns>
    private async Task<long?> LeasedAsync(
        ScoringOrder order, IPartitionGrain grain, SiloAddress silo, int partition, int lease)
    {
        while (true)
        {
            _stopped.Token.ThrowIfCancellationRequested();
            (Answer<long>? answer, Exception? transient) = await Polling.TryAsync(() =>
            {
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
                return grain.RunAsync(partition, lease).WaitAsync(order.Lease, _stopped.Token);
            });
            if (answer is { IsDone: true })
            {
                return answer.Value;
            }

            if (transient is null)
            {
                _heard = Stopwatch.GetTimestamp();
                continue;
            }

            if (Stopwatch.GetElapsedTime(_heard) > order.MaxSilence)
            {
                throw new VaeClusterException(
                    $"No silo has scored for {order.MaxSilence}. The last error was: {transient.Message}", transient);
            }

            await Task.Delay(Polling.BetweenFailures, _stopped.Token);
            return null;
        }
    }

    private async Task<T> ChangeAsync<T>(Func<Course, T> change)
    {
        await _writing.WaitAsync(_stopped.Token);
        try
        {
            T result = change(_course);
            await stored.StoreAsync(JsonSerializer.SerializeToUtf8Bytes(_course), this);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <param name="Rows">Of each partition that is committed; -1 for the others.</param>
    /// <param name="Leases">How often each was given to a silo.</param>
    private sealed record Course(long[] Rows, int[] Leases)
    {
        public VaeScoringProgress Progress =>
            new(Rows.Length, Rows.Count(rows => rows >= 0), Rows.Sum(rows => Math.Max(0, rows)), Leases.Sum());

        public static Course Begin(int partitions)
        {
            var rows = new long[partitions];
            Array.Fill(rows, -1);
            return new Course(rows, new int[partitions]);
        }
    }
}
