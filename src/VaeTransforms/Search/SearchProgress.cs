namespace VaeTransforms.Search;

/// <summary>Counts the epochs of a trial, also of one that fails, and passes them on.</summary>
internal sealed class SearchProgress(IProgress<TrainingProgress>? caller) : IProgress<TrainingProgress>
{
    public int Epochs { get; private set; }

    public void Report(TrainingProgress value)
    {
        Epochs = value.Latest.Epoch;
        caller?.Report(value);
    }
}
