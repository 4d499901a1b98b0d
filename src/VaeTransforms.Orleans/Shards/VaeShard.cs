using Microsoft.ML;
using VaeTransforms.Parquet;

namespace VaeTransforms.Orleans;

/// <summary>
/// A part of the training data that every silo can open. The number of shards, not that of silos, decides what a fit computes.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.Shard")]
public sealed record VaeShard
{
    private VaeShard(string? source, string argument) => (Source, Argument) = (source, argument);

    // Null for Parquet files.
    [Id(0)]
    internal string? Source { get; init; }

    [Id(1)]
    internal string Argument { get; init; }

    [Id(2)]
    internal string? Part { get; init; }

    /// <summary>Parquet files, or a part of their row groups.</summary>
    /// <param name="path">
    /// A file or a pattern, as <c>mlContext.Data.LoadParquet</c> takes it, on a drive that all silos see.
    /// </param>
    /// <param name="partition">The part of the row groups. Default: null, all.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static VaeShard Parquet(string path, ParquetPartition? partition = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new VaeShard(source: null, path) { Part = partition?.ToString() };
    }

    /// <summary>Parquet files in several parts, one shard each.</summary>
    /// <param name="path">As <see cref="Parquet"/> takes it.</param>
    /// <param name="count">How many shards, from 1. Each needs row groups of its own.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static IReadOnlyList<VaeShard> ParquetParts(string path, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(0, count).Select(i => Parquet(path, new ParquetPartition(i, count)))];
    }

    /// <summary>Whatever a source opens.</summary>
    /// <typeparam name="TSource">The source, a type of an assembly that every silo has.</typeparam>
    /// <param name="argument">What it opens.</param>
    public static VaeShard From<TSource>(string argument)
        where TSource : IVaeShardSource, new()
    {
        ArgumentNullException.ThrowIfNull(argument);
        return new VaeShard(typeof(TSource).AssemblyQualifiedName, argument);
    }

    /// <inheritdoc/>
    public override string ToString() => $"'{Argument}'{(Part is null ? "" : $" part {Part}")}";

    /// <summary>Opens the shard on this machine.</summary>
    internal IDataView Open(MLContext mlContext)
    {
        if (Source is null)
        {
            return mlContext.Data.LoadParquet(
                Argument, columnNames: null, Part is null ? null : ParquetPartition.Parse(Part));
        }

        Type type = Type.GetType(Source, throwOnError: true)!;
        return typeof(IVaeShardSource).IsAssignableFrom(type)
            ? ((IVaeShardSource)Activator.CreateInstance(type)!).Open(mlContext, Argument)
            : throw new InvalidOperationException($"{type} is not an {nameof(IVaeShardSource)}.");
    }
}
