using Orleans.Storage;

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

/// <summary>Writes the state of grains.</summary>
internal static class StoredBytesWriting
{
    /// <summary>
    /// Stores bytes. If another activation of the grain has written since, this one ends, and a later call finds what is stored.
    /// </summary>
    /// <param name="state">Of the grain.</param>
    /// <param name="bytes">The new state.</param>
    /// <param name="grain">The grain.</param>
    public static async Task StoreAsync(this IPersistentState<StoredBytes> state, byte[] bytes, IGrainBase grain)
    {
        state.State.Bytes = bytes;
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
