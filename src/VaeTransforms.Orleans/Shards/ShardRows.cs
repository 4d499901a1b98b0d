using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms.Orleans;

/// <summary>Reads a shard on a silo.</summary>
internal static class ShardRows
{
    /// <exception cref="VaeClusterException">The shard cannot be opened. The message names it and the silo.</exception>
    public static IDataView Open(VaeShard shard, int number, MLContext mlContext, ILocalSiloDetails silo)
    {
        try
        {
            return shard.Open(mlContext);
        }
        catch (Exception e)
        {
            throw new VaeClusterException(
                FormattableString.Invariant($"Shard {number}, {shard}, cannot be opened on silo {silo.SiloAddress}: {e.Message} ")
                    + "Every silo must be able to open every shard, because it may have to take over any of them.",
                e);
        }
    }

    /// <summary>All rows, with the categories and centers of the model.</summary>
    /// <exception cref="VaeClusterException">The shard cannot be opened.</exception>
    /// <exception cref="ArgumentException">Its rows cannot be trained on.</exception>
    public static RowMatrix Read(
        FitOrder order, RoundPlan plan, int number, MLContext mlContext, ILocalSiloDetails silo, CancellationToken cancellation)
    {
        VaeShard shard = order.Shards[number];
        IDataView view = Open(shard, number, mlContext, silo);
        TrainedVae model = plan.ReadModel();
        var options = new VaeOptions
        {
            MissingValues = model.Architecture.HasMask ? MissingValues.Mask : MissingValues.Refuse,
            CancellationToken = cancellation,
        };
        try
        {
            RowMatrix rows = new ModelInput(view.Schema, new InputNames(plan.InputColumnNames, plan.IsTable), model, options)
                .ReadTraining(view, long.MaxValue, [])
                ?? throw new ArgumentException("A shard has more rows than one array holds. Use more shards.");
            return rows.Rows >= 2
                ? rows
                : throw new ArgumentException(FormattableString.Invariant(
                    $"A shard needs at least 2 rows, but this one has {rows.Rows}. Use fewer shards."));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(FormattableString.Invariant($"Shard {number}, {shard}: {e.Message}"), e);
        }
    }
}
