using System.Diagnostics;
using System.Text.Json;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.Placement;
using Orleans.Serialization;
using VaeTransforms.Training;

namespace VaeTransforms.Orleans;

[Reentrant]
[RandomPlacement]
internal sealed class TrainingGrain(
    [PersistentState("fit", VaeClusterHosting.StorageName)] IPersistentState<StoredBytes> ordered,
    [PersistentState("rounds", VaeClusterHosting.StorageName)] IPersistentState<StoredBytes> stored,
    Serializer serializer) : Grain, ITrainingGrain, IDisposable
{
    private readonly LongCall<RoundReport> _round = new();
    private readonly CancellationTokenSource _stopped = new();
    private FitOrder? _order;
    private RoundPlan? _plan;
    private string _fit = "";

    // The stored state, and the one whose weights are measured.
    private TrainingState? _state;
    private TrainingState? _averaged;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (ordered.RecordExists)
        {
            Take(serializer.Deserialize<FitOrder>(ordered.State.Bytes)!);
            _state = RoundBytes.Read(stored.State.Bytes, _fit) ?? First();
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _stopped.CancelAsync();

    public async Task<Answer<int>> BeginAsync(FitOrder order)
    {
        if (_order is null)
        {
            await ordered.StoreAsync(serializer.SerializeToArray(order), this);
            Take(order);
            _state = First();
        }

        // A round that is done is not asked for again while others follow: a shard that had begun the next one when the fit was
        // stopped may have ended it.
        return order.Digest() == _fit
            ? new Answer<int>(true, HasEnded(_state!) ? _state!.Epoch - 1 : _state!.Epoch, null)
            : new Answer<int>(false, 0, new Failure(
                FailureKind.Argument,
                $"Job '{this.GetPrimaryKeyString()}' is another fit: its options, its data, the version or the silos differ. "
                    + "Give this fit a Job of its own; to go on with the other one, use its options, and set VaeOptions.Seed."));
    }

    public Task<FitOrder> OrderAsync() => Task.FromResult(_order ?? throw NotBegun());

    public Task<byte[]> WeightsAsync(int version)
    {
        TrainingState? of = _state?.Epoch == version ? _state : _averaged;
        return of is not null && (of == _state || _state!.Epoch + 1 == version)
            ? Task.FromResult(FloatBytes.Of(of.Weights))
            : throw NotBegun();
    }

    public Task<Answer<RoundReport>> RoundAsync(int round) => _round.WaitAsync(round, () => ComputeAsync(round));

    public Task<Answer<byte[]>> StateAsync() => Task.FromResult(
        new Answer<byte[]>(true, RoundBytes.Write(_state ?? throw NotBegun(), _fit), null));

    public async Task StopAsync()
    {
        await _stopped.CancelAsync();
        await Task.WhenAll(Shards.Select(shard => shard.StopAsync()));
        DeactivateOnIdle();
    }

    public async Task ClearAsync()
    {
        await Task.WhenAll(Shards.Select(shard => shard.ClearAsync()));
        await stored.ClearStateAsync();
        await ordered.ClearStateAsync();
        DeactivateOnIdle();
    }

    public void Dispose() => _stopped.Dispose();

    private IEnumerable<IShardGrain> Shards => Enumerable.Range(0, _order?.Shards.Length ?? 0).Select(Shard);

    private IShardGrain Shard(int number) =>
        GrainFactory.GetGrain<IShardGrain>(FormattableString.Invariant($"{this.GetPrimaryKeyString()}/{number}"));

    private void Take(FitOrder order) => (_order, _plan, _fit) = (order, RoundPlan.FromBytes(order.Plan), order.Digest());

    private bool HasEnded(TrainingState state) => state.StoppedEarly || state.Epoch == _plan!.Rounds;

    private TrainingState First() => RoundCourse.Begin(RoundFit.Weights(_plan!.ReadModel()));

    // Orleans has placed the grain anew, and the caller asks before the fit has begun here again.
    private static OrleansException NotBegun() => new("The fit has not begun here yet.");

    private async Task<RoundReport> ComputeAsync(int round)
    {
        (RoundPlan plan, FitOrder order, TrainingState state) = (_plan ?? throw NotBegun(), _order!, _state!);
        if (round != state.Epoch && round != state.Epoch - 1)
        {
            throw new OrleansException($"The fit is in round {state.Epoch + 1}, and not in round {round + 1}.");
        }

        long start = Stopwatch.GetTimestamp();
        LocalOutcome[] outcomes = [.. (await OfAllAsync(order, shard => shard.RunAsync(round))).Select(answer => new LocalOutcome(
            FloatBytes.ToFloats(answer.Weights), answer.Sums, answer.PartNames, answer.TrainingRows, answer.ValidationRows))];
        if (round == state.Epoch)
        {
            await EndAsync(plan, order, state, outcomes, start);
        }

        var progress = new TrainingProgress(plan.Rounds, _state!.Epochs[^1], _state.BestEpoch, _state.Elapsed);
        return new RoundReport(
            JsonSerializer.SerializeToUtf8Bytes(progress),
            HasEnded(_state),
            outcomes.Sum(outcome => outcome.TrainingRows),
            outcomes.Sum(outcome => outcome.ValidationRows));
    }

    private async Task EndAsync(RoundPlan plan, FitOrder order, TrainingState state, LocalOutcome[] outcomes, long start)
    {
        _averaged = RoundCourse.Average(plan, state, outcomes);
        ShardMeasure[] measures = await OfAllAsync(order, shard => shard.MeasureAsync(state.Epoch + 1));
        TrainingState next = RoundCourse.End(
            plan,
            _averaged,
            outcomes,
            [.. measures.Select(own => own.HasRows
                ? new ElboMetrics(own.ReconstructionError, own.KlDivergence)
                : (ElboMetrics?)null)],
            Stopwatch.GetElapsedTime(start));
        await stored.StoreAsync(RoundBytes.Write(next, _fit), this);
        _state = next;
    }

    /// <summary>Asks all shards at once, and gives their answers in order.</summary>
    private async Task<T[]> OfAllAsync<T>(FitOrder order, Func<IShardGrain, Task<Answer<T>>> call)
    {
        SiloAddress[] silos = await GrainFactory.ActiveSilosAsync(ServiceProvider, Shard(0));
        return await Task.WhenAll(Enumerable.Range(0, order.Shards.Length).Select(number => Polling.UntilDoneAsync(
            () =>
            {
                // Where the shard is to be activated if it is not active: in turn, because a random choice is uneven.
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silos[number % silos.Length]);
                return call(Shard(number));
            },
            order.MaxSilence,
            _stopped.Token)));
    }
}
