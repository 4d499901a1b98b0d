using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>Where a fit saves its course, so that it can go on after its process has ended.</summary>
/// <remarks>
/// The same fit, started again with the same folder, goes on where the last checkpoint was written, and gives the same model to
/// the byte as a fit that was never stopped. A fit that completes, or diverges, deletes its checkpoints. A canceled fit leaves
/// one. Each fit needs a folder of its own.
/// </remarks>
public sealed record VaeCheckpoint
{
    /// <param name="folder">The folder for the files. It is created if it does not exist.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public VaeCheckpoint(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = folder;
    }

    /// <summary>The folder for the files: the two latest checkpoints, each about 16 bytes for a weight of the network.</summary>
    public string Folder { get; }

    /// <summary>
    /// The time from one checkpoint to the next, from 0. Default: one minute. A checkpoint is written between two calls of
    /// libtorch, so with 0 there is one after up to 32 steps.
    /// </summary>
    public TimeSpan Every
    {
        get;
        init => field = OptionRule.Check(value, value >= TimeSpan.Zero, "must be at least 0.");
    } = TimeSpan.FromMinutes(1);
}
