using System.Security.Cryptography;
using System.Text;
using Orleans.Storage;

namespace VaeTransforms.Orleans;

/// <summary>
/// Keeps the state of grains in a folder, a file for each, written beside and renamed, so that a file is always whole.
/// </summary>
/// <remarks>
/// Of two activations of one grain, which may exist for a moment when silos do not see each other, the slower one cannot write:
/// a file begins with a tag that each write draws. Should both check at the same moment, they write the same state, because it
/// depends on the plan and the round alone.
/// </remarks>
internal sealed class FolderStorage(string folder) : IGrainStorage
{
    private const int TagBytes = 16;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        if (!File.Exists(path))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
            return;
        }

        byte[] bytes = await File.ReadAllBytesAsync(path).ConfigureAwait(false);
        (Stored(grainState).Bytes, grainState.ETag, grainState.RecordExists) =
            (bytes[Math.Min(TagBytes, bytes.Length)..], Tag(bytes), true);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[] bytes = Stored(grainState).Bytes;
        Directory.CreateDirectory(folder);
        string path = PathOf(stateName, grainId);
        string? now = File.Exists(path) ? await ReadTagAsync(path).ConfigureAwait(false) : null;
        if (now != grainState.ETag)
        {
            throw new InconsistentStateException(
                $"Another activation has written the state of {grainId} since.", now, grainState.ETag);
        }

        byte[] tag = RandomNumberGenerator.GetBytes(TagBytes);
        string unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            await using (FileStream file = File.Create(unfinished))
            {
                await file.WriteAsync(tag).ConfigureAwait(false);
                await file.WriteAsync(bytes).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        (grainState.ETag, grainState.RecordExists) = (Tag(tag), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    private static StoredBytes Stored<T>(IGrainState<T> state) => state.State as StoredBytes
        ?? throw new NotSupportedException($"The folder keeps {nameof(StoredBytes)} only, but the state is a {typeof(T)}.");

    private static async Task<string> ReadTagAsync(string path)
    {
        var tag = new byte[TagBytes];
        await using FileStream file = File.OpenRead(path);
        int read = await file.ReadAtLeastAsync(tag, TagBytes, throwOnEndOfStream: false).ConfigureAwait(false);
        return Tag(tag.AsSpan(0, read));
    }

    private static string Tag(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes[..Math.Min(TagBytes, bytes.Length)]);

    /// <summary>A name that every file system takes, the same for the same grain.</summary>
    private string PathOf(string stateName, GrainId grainId)
    {
        byte[] name = SHA256.HashData(Encoding.UTF8.GetBytes($"{stateName}/{grainId}"));
        return Path.Combine(folder, $"{stateName}-{Convert.ToHexStringLower(name)[..32]}");
    }
}
