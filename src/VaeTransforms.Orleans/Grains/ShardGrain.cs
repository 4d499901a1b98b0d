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

    public Task<Answer<ShardRound>> RunAsync(int round) => _round.WaitAsync(round, () => ComputeAsync(round));

    public Task<Answer<ShardMeasure>> MeasureAsync(int version) => _measure.WaitAsync(version, async () =>
    {
        LocalWorker worker = await WorkerAsync();
        float[] weights = FloatBytes.ToFloats(await Coordinator.WeightsAsync(version));
        CancellationToken cancellation = _stopped.Token;
        ElboMetrics? measured = await workplace.RunAsync(
            () => worker.RunAsync(trainer => trainer.Measure(weights, cancellation)), cancellation);
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

    private async Task<ShardRound> ComputeAsync(int round)
    {
        LocalWorker worker = await WorkerAsync();
        string fit = _order!.Digest();
        TrainingState? before = RoundBytes.Read(stored.State.Bytes, fit);
        if (before?.Epoch != round + 1)
        {
            if ((before?.Epoch ?? 0) != round)
            {
                throw new VaeClusterException(FormattableString.Invariant(
                    $"Shard {Number} has the state of round {before?.Epoch ?? 0}, but is to compute round {round + 1}. ")
                    + "The grain storage must keep what was written. Start the fit again with another Job.");
            }

            float[] weights = FloatBytes.ToFloats(await Coordinator.WeightsAsync(round));
            CancellationToken cancellation = _stopped.Token;
            before = await workplace.RunAsync(
                () => worker.RunAsync(trainer => trainer.Run(round, weights, before, cancellation)), cancellation);
            stored.State.Bytes = RoundBytes.Write(before, fit);
            await stored.WriteStateAsync();
        }

        (string[] names, long training, long validation) = await worker.RunAsync(
            trainer => (trainer.PartNames.ToArray(), trainer.TrainingRows, trainer.ValidationRows));
        return new ShardRound(FloatBytes.Of(before.Weights), before.Sums, names, training, validation);
    }

    /// <summary>Reads the rows once in the life of the activation.</summary>
    private async Task<LocalWorker> WorkerAsync()
    {
        _order ??= await Coordinator.OrderAsync();
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
