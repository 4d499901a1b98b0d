using VaeTransforms.Model;

namespace VaeTransforms.Orleans;

/// <summary>What a silo does for fits and scoring.</summary>
public sealed record VaeSiloOptions
{
    /// <summary>
    /// A folder that all silos see, for the state of fits. Default: null, and the silo needs a grain storage that is registered
    /// with the name <see cref="VaeClusterHosting.StorageName"/> and outlives it.
    /// </summary>
    public string? Folder
    {
        get;
        init => field = OptionRule.Check(
            value, value is null || !string.IsNullOrWhiteSpace(value), "must be a folder, or null for a storage of your own.");
    }

    /// <summary>Shards and partitions that are computed at once, each by one thread. Default: the number of processors.</summary>
    public int Workers
    {
        get;
        init => field = OptionRule.Check(value, value >= 1, "must be at least 1.");
    } = Environment.ProcessorCount;
}
