using System.Security.Cryptography;
using System.Text;
using Orleans.Storage;

namespace VaeTransforms.Orleans;

/// <summary>
/// Keeps the state of grains in a folder, a file for each, written beside and renamed, so that a file is always whole.
/// </summary>
/// <remarks>
/// Of two activations of one grain, which may exist for a moment when silos do not see each other, the slower one cannot write.
/// Should both check at the same moment, they write the same bytes, because these depend on the plan and the round alone.
/// </remarks>
internal sealed class FolderStorage(string folder) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        if (!File.Exists(path))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
            return;
        }

        byte[] bytes = await File.ReadAllBytesAsync(path).ConfigureAwait(false);
        (Stored(grainState).Bytes, grainState.ETag, grainState.RecordExists) = (bytes, Tag(bytes), true);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[] bytes = Stored(grainState).Bytes;
        Directory.CreateDirectory(folder);
        string path = PathOf(stateName, grainId);
        string? now = File.Exists(path) ? Tag(await File.ReadAllBytesAsync(path).ConfigureAwait(false)) : null;
        if (now != grainState.ETag)
        {
            throw new InconsistentStateException(
                $"Another activation has written the state of {grainId} since.", now, grainState.ETag);
        }

        string unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            await using (FileStream file = File.Create(unfinished))
            {
                await file.WriteAsync(bytes).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        (grainState.ETag, grainState.RecordExists) = (Tag(bytes), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    private static StoredBytes Stored<T>(IGrainState<T> state) => state.State as StoredBytes
        ?? throw new NotSupportedException($"The folder keeps {nameof(StoredBytes)} only, but the state is a {typeof(T)}.");

    private static string Tag(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    /// <summary>A name that every file system takes, the same for the same grain.</summary>
    private string PathOf(string stateName, GrainId grainId)
    {
        byte[] name = SHA256.HashData(Encoding.UTF8.GetBytes($"{stateName}/{grainId}"));
        return Path.Combine(folder, $"{stateName}-{Convert.ToHexStringLower(name)[..32]}");
    }
}
