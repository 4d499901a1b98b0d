using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Orleans.Concurrency;
using Orleans.Placement;
using VaeTransforms.Parquet;

namespace VaeTransforms.Orleans;

[Reentrant]
[RandomPlacement]
internal sealed partial class PartitionGrain(
    SiloWorkplace workplace, ILocalSiloDetails silo, ILogger<PartitionGrain> logger) : Grain, IPartitionGrain, IDisposable
{
    private readonly LongCall<long> _run = new();
    private readonly CancellationTokenSource _stopped = new();

    public Task<Answer<long>> RunAsync(int partition, int lease) => _run.WaitAsync(lease, async () =>
    {
        string key = this.GetPrimaryKeyString();
        string job = key[..key.LastIndexOf('/', key.LastIndexOf('/') - 1)];
        ScoringOrder order = await GrainFactory.GetGrain<IScoringGrain>(job).OrderAsync();
        CancellationToken cancellation = _stopped.Token;
        return await workplace.RunAsync(
            () => Task.Run(() => Score(job, order, partition, lease), cancellation), cancellation);
    });

    public Task StopAsync()
    {
        DeactivateOnIdle();
        return _stopped.CancelAsync();
    }

    public void Dispose() => _stopped.Dispose();

    [LoggerMessage(LogLevel.Debug, "Partition {Partition} of '{Input}' is scored in columns, without row cursors.")]
    private partial void LogDirect(int partition, string input);

    [LoggerMessage(LogLevel.Debug, "Partition {Partition} of '{Input}' is scored through row cursors: {Why}.")]
    private partial void LogRows(int partition, string input, string why);

    private long Score(string job, ScoringOrder order, int partition, int lease)
    {
        DataOperationsCatalog data = workplace.MLContext.Data;
        string file = order.FileOf(partition);
        string own = FormattableString.Invariant($"{file}.lease-{lease}");
        try
        {
            ParquetView view = ParquetView.Open(
                order.Input, columnNames: null, new ParquetPartition(partition, order.Partitions));
            ITransformer model = workplace.ModelOf(job, order.Model);
            IDataView scored = model.Transform(view);
            if (order.Columns is { } columns)
            {
                scored = workplace.MLContext.Transforms.SelectColumns(columns).Fit(scored).Transform(scored);
            }

            if (DirectScoring.TryPlan(view, model, scored.Schema, out DirectScoring? direct, out string? why))
            {
                LogDirect(partition, order.Input);
                direct.Write(own);
            }
            else
            {
                LogRows(partition, order.Input, why);
                data.SaveAsParquet(scored, own);
            }

            long rows = data.LoadParquet(own).GetRowCount()!.Value;
            if (rows != view.GetRowCount())
            {
                throw new InvalidDataException($"{view.GetRowCount()} rows were read, but {rows} were written.");
            }

            // Another lease of the partition may do the same: it has the same rows, and one file remains.
            File.Move(own, file, overwrite: true);
            return rows;
        }
        catch (Exception e)
        {
            File.Delete(own);
            throw new VaeClusterException(
                FormattableString.Invariant($"Partition {partition} of '{order.Input}' cannot be scored on silo ")
                    + $"{silo.SiloAddress}: {e.Message}",
                e);
        }
    }
}
