using System.Diagnostics;

namespace VaeTransforms.Training;

/// <summary>The checkpoints of a run: where it goes on, and when the next one is due.</summary>
internal sealed class RunCheckpoints
{
    private readonly CheckpointFolder _folder;
    private readonly IReadOnlyDictionary<string, string> _facts;
    private long _last = Stopwatch.GetTimestamp();

    /// <param name="folder">Its owner disposes it.</param>
    /// <param name="facts">Of the run.</param>
    /// <exception cref="InvalidOperationException">The checkpoint in the folder is of another run.</exception>
    public RunCheckpoints(CheckpointFolder folder, IReadOnlyDictionary<string, string> facts)
    {
        (_folder, _facts) = (folder, facts);
        Resumed = folder.Resume(facts);
    }

    /// <summary>Where the run goes on; null if it begins.</summary>
    public TrainingState? Resumed { get; private set; }

    /// <summary>Releases the arrays of <see cref="Resumed"/>, which the run has taken.</summary>
    public void Forget() => Resumed = null;

    /// <summary>Writes a checkpoint if it is time.</summary>
    public void Offer(Func<TrainingState> state)
    {
        if (Stopwatch.GetElapsedTime(_last) >= _folder.Every)
        {
            Save(state());
        }
    }

    /// <summary>Writes a checkpoint.</summary>
    public void Save(TrainingState state)
    {
        _folder.Save(_facts, state);
        _last = Stopwatch.GetTimestamp();
    }
}
