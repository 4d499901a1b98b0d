using System.Globalization;

namespace VaeTransforms.Training;

/// <summary>The checkpoints of one fit: the latest, and the one before it. Another fit cannot use the folder meanwhile.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Latest = "vae-checkpoint";
    private const string Previous = "vae-checkpoint.previous";
    private const string Unfinished = "vae-checkpoint.unfinished";
    private const string Locked = "vae-checkpoint.lock";

    private readonly VaeCheckpoint _options;
    private readonly Action<string> _warn;
    private readonly FileStream _lock;
    private (IReadOnlyDictionary<string, string> Facts, TrainingState State)? _found;

    private CheckpointFolder(VaeCheckpoint options, FileStream owned, Action<string> warn)
    {
        (_options, _lock, _warn) = (options, owned, warn);
        _found = Load();
    }

    /// <summary>The seed of the fit whose checkpoint is in the folder; null without any.</summary>
    public int? Seed => _found is { } found ? int.Parse(found.Facts[RunFacts.Seed], CultureInfo.InvariantCulture) : null;

    /// <summary>The time from one checkpoint to the next.</summary>
    public TimeSpan Every => _options.Every;

    /// <summary>Opens a folder, and creates it if it does not exist.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="warn">Gets a message for a checkpoint that is damaged or could not be written.</param>
    /// <exception cref="InvalidOperationException">
    /// The folder cannot be written, another fit uses it, or its checkpoint is of another version.
    /// </exception>
    public static CheckpointFolder Open(VaeCheckpoint options, Action<string> warn)
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NotWritable(options, e);
        }

        FileStream? owned = null;
        try
        {
            owned = new FileStream(
                Path.Combine(options.Folder, Locked), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            return new CheckpointFolder(options, owned, warn);
        }
        catch (IOException e) when (owned is null && File.Exists(Path.Combine(options.Folder, Locked)))
        {
            throw new InvalidOperationException(
                $"Another fit uses the checkpoint folder '{options.Folder}'. Give each fit a folder of its own.", e);
        }
        catch (Exception e) when (owned is null && e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(options, e);
        }
        catch
        {
            owned?.Dispose();
            throw;
        }
    }

    /// <summary>Where a run was when the folder was written; null if it begins.</summary>
    /// <param name="facts">Of the run.</param>
    /// <exception cref="InvalidOperationException">The checkpoint is of another run.</exception>
    public TrainingState? Resume(IReadOnlyDictionary<string, string> facts)
    {
        if (_found is not { } found)
        {
            return null;
        }

        string[] different = [.. facts.Keys.Union(found.Facts.Keys)
            .Where(name => facts.GetValueOrDefault(name) != found.Facts.GetValueOrDefault(name))];
        _found = null;
        return different.Length == 0
            ? found.State
            : throw new InvalidOperationException(
                $"The checkpoint in '{_options.Folder}' is of another fit: "
                + $"{string.Join("; ", different.Take(3).Select(Difference))}. Fit with the options and data that it was "
                + "written with, delete the folder, or give this fit another one.");

        string Difference(string name)
        {
            (string? here, string? there) = (facts.GetValueOrDefault(name), found.Facts.GetValueOrDefault(name));
            return here?.Length < 40 && there?.Length < 40
                ? $"{name} is {here} here and {there} there"
                : $"{name} {(name.EndsWith('s') && name.StartsWith("the ", StringComparison.Ordinal) ? "differ" : "differs")}";
        }
    }

    /// <summary>Writes a checkpoint. If that fails, the one before stays, and the fit goes on.</summary>
    /// <param name="facts">Of the run.</param>
    /// <param name="state">Where it is.</param>
    public void Save(IReadOnlyDictionary<string, string> facts, TrainingState state)
    {
        string unfinished = PathOf(Unfinished);
        try
        {
            using (FileStream file = File.Create(unfinished))
            {
                CheckpointFile.Write(file, facts, state);
                file.Flush(flushToDisk: true);
            }

            if (File.Exists(PathOf(Latest)))
            {
                File.Move(PathOf(Latest), PathOf(Previous), overwrite: true);
            }

            File.Move(unfinished, PathOf(Latest));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            _warn($"Could not write a checkpoint: {e.Message} The last one stays in '{_options.Folder}'. Training goes on.");
        }
    }

    /// <summary>Deletes all checkpoints, because the fit needs them no more.</summary>
    public void Complete()
    {
        // Somebody may have deleted the folder, which is as good.
        foreach (string name in new[] { Latest, Previous, Unfinished }.Where(name => File.Exists(PathOf(name))))
        {
            File.Delete(PathOf(name));
        }
    }

    public void Dispose() => _lock.Dispose();

    private (IReadOnlyDictionary<string, string> Facts, TrainingState State)? Load()
    {
        foreach (string name in new[] { Latest, Previous })
        {
            if (!File.Exists(PathOf(name)))
            {
                continue;
            }

            try
            {
                using FileStream file = File.OpenRead(PathOf(name));
                return CheckpointFile.Read(file);
            }
            catch (InvalidDataException)
            {
                string then = name == Latest && File.Exists(PathOf(Previous))
                    ? "The one before it is used."
                    : "Training begins again.";
                _warn($"The checkpoint '{PathOf(name)}' is damaged, so it is not used. {then}");

                // Otherwise the next checkpoint would move it over the one that is used.
                File.Delete(PathOf(name));
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidOperationException(
                    $"The checkpoint '{PathOf(name)}' {e.Message}. Go on with the version that wrote it, or delete the folder.",
                    e);
            }
        }

        return null;
    }

    private string PathOf(string name) => Path.Combine(_options.Folder, name);

    private static InvalidOperationException NotWritable(VaeCheckpoint options, Exception e) => new(
        $"The checkpoint folder '{options.Folder}' cannot be written: {e.Message} Give another folder in VaeOptions.Checkpoint.",
        e);
}
