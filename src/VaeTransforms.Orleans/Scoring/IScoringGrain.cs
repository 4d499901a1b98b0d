using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VaeTransforms.Orleans;

/// <summary>Gives partitions to silos, and keeps which of them are done. Its key is the job.</summary>
[Alias("VaeTransforms.IScoringGrain")]
internal interface IScoringGrain : IGrainWithStringKey
{
    /// <summary>Begins, or finds where it was.</summary>
    [Alias("Begin")]
    Task<Answer<VaeScoringProgress>> BeginAsync(ScoringOrder order);

    /// <summary>What was ordered.</summary>
    [Alias("Order")]
    Task<ScoringOrder> OrderAsync();

    /// <summary>Waits for a while; done when all partitions are.</summary>
    [Alias("Finish")]
    Task<Answer<VaeScoringProgress>> FinishAsync();

    /// <summary>How far it is.</summary>
    [Alias("Progress")]
    Task<VaeScoringProgress> ProgressAsync();

    /// <summary>Stops. What is committed stays.</summary>
    [Alias("Stop")]
    Task StopAsync();

    /// <summary>Deletes the state, and not the output.</summary>
    [Alias("Clear")]
    Task ClearAsync();
}

/// <summary>One lease of a partition. Its key is the job, the partition and the number of the lease.</summary>
[Alias("VaeTransforms.IPartitionGrain")]
internal interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>Scores the partition, and renames its file when it is whole.</summary>
    /// <returns>Its rows.</returns>
    [Alias("Run")]
    Task<Answer<long>> RunAsync(int partition, int lease);

    /// <summary>Stops.</summary>
    [Alias("Stop")]
    Task StopAsync();
}

/// <param name="Model">As ML.NET saves it.</param>
/// <param name="Input">A file or a pattern.</param>
/// <param name="Folder">Of the output.</param>
/// <param name="Partitions">How many.</param>
/// <param name="Columns">To write; null for all.</param>
/// <param name="Lease">How long a silo keeps a partition without an answer.</param>
/// <param name="MaxSilence">How long no silo may answer.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.ScoringOrder")]
internal sealed record ScoringOrder(
    [property: Id(0)] byte[] Model,
    [property: Id(1)] string Input,
    [property: Id(2)] string Folder,
    [property: Id(3)] int Partitions,
    [property: Id(4)] string[]? Columns,
    [property: Id(5)] TimeSpan Lease,
    [property: Id(6)] TimeSpan MaxSilence)
{
    /// <summary>The file of a partition once it is whole.</summary>
    public string FileOf(int partition) => Path.Combine(Folder, string.Create(
        CultureInfo.InvariantCulture, $"part-{partition:D5}-of-{Partitions:D5}.parquet"));

    /// <summary>The same for the same work, whatever a saved model's archive says of the time.</summary>
    public string Digest() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Input}\n{Folder}\n{Partitions}\n{string.Join('\n', Columns ?? [])}"))));
}
