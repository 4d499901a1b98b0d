namespace VaeTransforms.Benchmarks;

/// <summary>Reports on the thread that reports.</summary>
internal sealed class Heard(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => hear(value);
}
