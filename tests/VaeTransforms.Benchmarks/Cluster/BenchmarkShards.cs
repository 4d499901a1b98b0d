using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Datasets;
using VaeTransforms.Orleans;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>Rows of <see cref="Sensors"/>; the argument is the number of a shard and of all.</summary>
internal sealed class SensorShards : IVaeShardSource
{
    private const int Rows = 20_000;

    public static VaeShard[] All(int count) =>
        [.. Enumerable.Range(0, count).Select(i => VaeShard.From<SensorShards>(FormattableString.Invariant($"{i}/{count}")))];

    public IDataView Open(MLContext mlContext, string argument)
    {
        int[] numbers = [.. argument.Split('/').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return mlContext.Data.LoadFromEnumerable(Sensors.Rows(Rows).Where((_, row) => row % numbers[1] == numbers[0]));
    }
}

/// <summary>
/// Pictures of 784 values; the argument is the number of a shard and its rows. All shards together are the rows of the view.
/// </summary>
internal sealed class PictureShards : IVaeShardSource
{
    public static VaeShard[] All(int count, int rows) =>
        [.. Enumerable.Range(0, count).Select(i => VaeShard.From<PictureShards>(FormattableString.Invariant($"{i}/{rows}")))];

    /// <summary>The rows of all shards as one view.</summary>
    public static IDataView Whole(MLContext mlContext, int count, int rows) => new JoinedView(
        [.. Enumerable.Range(0, count).Select(shard => Shard(mlContext, shard, rows))]);

    /// <summary>Rows of no shard.</summary>
    public static IDataView HeldOut(MLContext mlContext, int rows) => Shard(mlContext, 1000, rows);

    public IDataView Open(MLContext mlContext, string argument)
    {
        int[] numbers = [.. argument.Split('/').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return Shard(mlContext, numbers[0], numbers[1]);
    }

    private static IDataView Shard(MLContext mlContext, int shard, int rows) =>
        mlContext.Transforms.SelectColumns("Features").Fit(Shapes.Generate(mlContext, 1, seed: 1))
            .Transform(Shapes.Generate(mlContext, rows, seed: shard + 1));
}
