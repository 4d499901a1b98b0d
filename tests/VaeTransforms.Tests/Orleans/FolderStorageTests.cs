using Orleans.Storage;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

public sealed class FolderStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("fit", "nightly");

    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-").FullName;

    [Fact]
    public async Task Another_activation_reads_what_was_written()
    {
        await WriteAsync(new GrainState<StoredBytes>(new StoredBytes()), 1, 2, 3);

        GrainState<StoredBytes> read = await ReadAsync();

        Assert.True(read.RecordExists);
        Assert.Equal([1, 2, 3], read.State!.Bytes);
    }

    [Fact]
    public async Task One_activation_writes_again_and_again()
    {
        var state = new GrainState<StoredBytes>(new StoredBytes());
        await WriteAsync(state, 1);
        await WriteAsync(state);
        await WriteAsync(state, 2);

        Assert.Equal([2], (await ReadAsync()).State!.Bytes);
        Assert.Single(Directory.GetFiles(_folder));
    }

    /// <summary>Even if both write the same bytes: the slower one does not know what was written since.</summary>
    [Fact]
    public async Task Of_two_activations_the_slower_one_cannot_write()
    {
        await WriteAsync(new GrainState<StoredBytes>(new StoredBytes()), 1);
        (GrainState<StoredBytes> slow, GrainState<StoredBytes> fast) = (await ReadAsync(), await ReadAsync());
        await WriteAsync(fast, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(slow, 2));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_state_that_was_cleared()
    {
        var state = new GrainState<StoredBytes>(new StoredBytes());
        await WriteAsync(state, 1);
        await new FolderStorage(_folder).ClearStateAsync("rounds", Grain, state);

        Assert.False((await ReadAsync()).RecordExists);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task WriteAsync(GrainState<StoredBytes> state, params byte[] bytes)
    {
        state.State = new StoredBytes { Bytes = bytes };
        return new FolderStorage(_folder).WriteStateAsync("rounds", Grain, state);
    }

    private async Task<GrainState<StoredBytes>> ReadAsync()
    {
        var state = new GrainState<StoredBytes>(new StoredBytes());
        await new FolderStorage(_folder).ReadStateAsync("rounds", Grain, state);
        return state;
    }
}
