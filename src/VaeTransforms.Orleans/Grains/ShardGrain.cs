using System.Globalization;
using Orleans.Concurrency;
using Orleans.Placement;
using VaeTransforms.Training;

namespace VaeTransforms.Orleans;

[Reentrant]
[RandomPlacement]
internal sealed class ShardGrain(
    [PersistentState("shard", VaeClusterHosting.StorageName)] IPersistentState<StoredBytes> stored,
    SiloWorkplace workplace,
    ILocalSiloDetails silo) : Grain, IShardGrain, IDisposable
{
    private readonly LongCall<ShardRound> _round = new();
    private readonly LongCall<ShardMeasure> _measure = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task<LocalWorker>? _worker;
    private FitOrder? _order;
    private string _fit = "";

    // The state after the last round, its computation, and its way into the storage.
    private TrainingState? _state;
    private (int Round, Task<TrainingState> State) _last = (-1, Task.FromCanceled<TrainingState>(new(canceled: true)));
    private Task _storing = Task.CompletedTask;

    // Measured, the weights of a round are also those that the next one starts from.
    private (int Version, float[] Weights) _common = (-1, []);

    public Task<Answer<ShardRound>> RunAsync(int round) => _round.WaitAsync(round, async () =>
    {
        TrainingState state = await StateAsync(round);
        return await (await WorkerAsync()).RunAsync(trainer => new ShardRound(
            FloatBytes.Of(state.Weights), state.Sums, [.. trainer.PartNames], trainer.TrainingRows, trainer.ValidationRows));
    });

    public Task<Answer<ShardMeasure>> MeasureAsync(int version) => _measure.WaitAsync(version, async () =>
    {
        TrainingState state = await StateAsync(version - 1);
        LocalWorker worker = await WorkerAsync();
        float[] weights = await WeightsAsync(version);
        CancellationToken cancellation = _stopped.Token;
        ElboMetrics? measured = await workplace.RunAsync(
            () => worker.RunAsync(trainer => trainer.Measure(weights, cancellation)), cancellation);

        // When all shards have answered, the fit goes on from here, whichever of them dies.
        await StoredAsync(state);
        return measured is { } elbo
            ? new ShardMeasure(true, elbo.ReconstructionError, elbo.KlDivergence)
            : new ShardMeasure(false, 0, 0);
    });

    public Task StopAsync()
    {
        DeactivateOnIdle();
        return _stopped.CancelAsync();
    }

    public async Task ClearAsync()
    {
        await StopAsync();
        await stored.ClearStateAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        if (_worker is { IsCompletedSuccessfully: true } worker)
        {
            (await worker).Dispose();
        }
    }

    public void Dispose() => _stopped.Dispose();

    private string Job => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().LastIndexOf('/')];

    private int Number => int.Parse(
        this.GetPrimaryKeyString()[(this.GetPrimaryKeyString().LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);

    private ITrainingGrain Coordinator => GrainFactory.GetGrain<ITrainingGrain>(Job);

    /// <summary>The state after a round: computed, or stored by an activation before.</summary>
    private Task<TrainingState> StateAsync(int round)
    {
        if (_last.Round != round || _last.State.IsFaulted || _last.State.IsCanceled)
        {
            _last = (round, ComputeAsync(round));
        }

        return _last.State;
    }

    private async Task<TrainingState> ComputeAsync(int round)
    {
        LocalWorker worker = await WorkerAsync();
        if (_state?.Epoch == round + 1)
        {
            return _state;
        }

        if ((_state?.Epoch ?? 0) != round)
        {
            throw new VaeClusterException(FormattableString.Invariant(
                $"Shard {Number} has the state of round {_state?.Epoch ?? 0}, but is to compute round {round + 1}. ")
                + "The grain storage must keep what was written. Start the fit again with another Job.");
        }

        float[] weights = await WeightsAsync(round);
        (TrainingState? before, CancellationToken cancellation) = (_state, _stopped.Token);
        _state = await workplace.RunAsync(
            () => worker.RunAsync(trainer => trainer.Run(round, weights, before, cancellation)), cancellation);

        // Meanwhile the weights are sent and averaged.
        _storing = StoreAsync(_state);
        return _state;
    }

    private async Task<float[]> WeightsAsync(int version)
    {
        if (_common.Version != version)
        {
            _common = (version, FloatBytes.ToFloats(await Coordinator.WeightsAsync(version)));
        }

        return _common.Weights;
    }

    private async Task StoreAsync(TrainingState state) =>
        await stored.StoreAsync(await Task.Run(() => RoundBytes.Write(state, _fit)), this);

    /// <summary>Waits until a state is stored, and tries it again if that failed.</summary>
    private Task StoredAsync(TrainingState state) =>
        _storing.IsFaulted ? _storing = StoreAsync(state) : _storing;

    /// <summary>Reads the rows once in the life of the activation.</summary>
    private async Task<LocalWorker> WorkerAsync()
    {
        if (_order is null)
        {
            FitOrder order = await Coordinator.OrderAsync();
            _fit = order.Digest();
            _state = RoundBytes.Read(stored.State.Bytes, _fit);
            _order = order;
        }

        if (_order.Facts != workplace.Facts)
        {
            throw SiloCheck.Differs($"{silo.SiloAddress}", workplace.Facts, "the others", _order.Facts);
        }

        Task<LocalWorker> worker = _worker ??= StartAsync(_order);
        try
        {
            return await worker;
        }
        catch
        {
            _worker = null;
            throw;
        }
    }

    private Task<LocalWorker> StartAsync(FitOrder order)
    {
        (int number, CancellationToken cancellation) = (Number, _stopped.Token);
        return Task.Run(() =>
        {
            RoundPlan plan = RoundPlan.FromBytes(order.Plan);
            return LocalWorker.Start(
                plan, number, ShardRows.Read(order, plan, number, workplace.MLContext, silo, cancellation));
        });
    }
}
