using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Orleans;

namespace VaeTransforms.Tests.Orleans;

/// <summary>Generated rows with two causes; the argument is the number of a shard.</summary>
public sealed class Waves : IVaeShardSource
{
    public const int RowsOfShard = 300;

    public IDataView Open(MLContext mlContext, string argument) =>
        mlContext.Data.LoadFromEnumerable(Rows(int.Parse(argument, System.Globalization.CultureInfo.InvariantCulture)));

    public static VaeShard[] Shards(int count) =>
        [.. Enumerable.Range(0, count).Select(i => VaeShard.From<Waves>(FormattableString.Invariant($"{i}")))];

    public static Wave[] Rows(int shard)
    {
        var random = new Random(shard);
        return [.. Enumerable.Range(0, RowsOfShard).Select(_ =>
        {
            (double u, double v) = (random.NextDouble() * 6, random.NextDouble());
            return new Wave
            {
                Features = [.. Enumerable.Range(0, 6).Select(j => (float)(Math.Sin(u + j) + v + (0.1 * random.NextDouble())))],
            };
        })];
    }
}

public sealed class Wave
{
    [VectorType(6)]
    public float[] Features { get; set; } = [];
}
