using Microsoft.ML;
using Orleans.Concurrency;
using Orleans.Placement;

namespace VaeTransforms.Orleans;

[Reentrant]
[RandomPlacement]
internal sealed class SiloGrain(SiloWorkplace workplace, ILocalSiloDetails silo) : Grain, ISiloGrain
{
    private readonly LongCall<SiloReport> _check = new();
    private readonly LongCall<ShardSample> _sample = new();

    public Task<Answer<SiloReport>> CheckAsync(VaeShard[] shards) => _check.WaitAsync(0, () => Task.Run(() =>
    {
        foreach ((int i, VaeShard shard) in shards.Index())
        {
            Opened(shard, i);
        }

        return new SiloReport($"{silo.SiloAddress}", workplace.Facts);
    }));

    public Task<Answer<ShardSample>> SampleAsync(VaeShard shard, int number, int rows) =>
        _sample.WaitAsync(number, () => Task.Run(() =>
        {
            IDataView view = Opened(shard, number);
            byte[] bytes = ViewBytes.Write(workplace.MLContext, workplace.MLContext.Data.TakeRows(view, rows));
            return new ShardSample(bytes, view.GetRowCount() ?? Counted(view));
        }));

    private static long Counted(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        long rows = 0;
        while (cursor.MoveNext())
        {
            rows++;
        }

        return rows;
    }

    private IDataView Opened(VaeShard shard, int number) => ShardRows.Open(shard, number, workplace.MLContext, silo);
}
