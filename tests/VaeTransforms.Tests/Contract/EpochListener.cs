namespace VaeTransforms.Tests.Contract;

/// <summary>Keeps the reports of a fit's epochs.</summary>
/// <param name="onEpoch">Called with each; null for nothing more.</param>
internal sealed class EpochListener(Action<TrainingProgress>? onEpoch = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Seen { get; } = [];

    public void Report(TrainingProgress value)
    {
        Seen.Add(value);
        onEpoch?.Invoke(value);
    }
}
