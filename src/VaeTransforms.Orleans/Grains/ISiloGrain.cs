
namespace VaeTransforms.Orleans;

/// <summary>Looks at what a silo is and can open. Its key is a job's name and a name within it.</summary>
[Alias("VaeTransforms.ISiloGrain")]
internal interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Opens all shards, and reads no row.</summary>
    [Alias("Check")]
    Task<Answer<SiloReport>> CheckAsync(VaeShard[] shards);

    /// <summary>Reads the first rows of a shard, and counts all.</summary>
    [Alias("Sample")]
    Task<Answer<ShardSample>> SampleAsync(VaeShard shard, int number, int rows);
}

/// <param name="Silo">The address.</param>
/// <param name="Facts">What its bytes depend on.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.SiloReport")]
internal sealed record SiloReport([property: Id(0)] string Silo, [property: Id(1)] SiloFacts Facts);

/// <param name="View">The first rows; see <see cref="ViewBytes"/>.</param>
/// <param name="Rows">All rows of the shard.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.ShardSample")]
internal sealed record ShardSample([property: Id(0)] byte[] View, [property: Id(1)] long Rows);
