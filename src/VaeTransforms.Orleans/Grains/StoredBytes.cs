
namespace VaeTransforms.Orleans;

/// <summary>The state of a grain as any storage can keep it.</summary>
[GenerateSerializer]
[Alias("VaeTransforms.StoredBytes")]
internal sealed class StoredBytes
{
    /// <summary>Empty before the first write.</summary>
    [Id(0)]
    public byte[] Bytes { get; set; } = [];
}
