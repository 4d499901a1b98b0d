using Microsoft.ML;

namespace VaeTransforms.Orleans;

/// <summary>
/// Opens shards that are not Parquet files. Every silo makes one by its constructor without parameters, so its assembly must be
/// part of every silo's application.
/// </summary>
public interface IVaeShardSource
{
    /// <summary>Opens a shard. Each time, on every silo, it has the same rows in the same order.</summary>
    /// <param name="mlContext">The silo's context.</param>
    /// <param name="argument">What <see cref="VaeShard.From{TSource}"/> was given, such as a path or a query.</param>
    /// <returns>A view that may be read more than once.</returns>
    IDataView Open(MLContext mlContext, string argument);
}
