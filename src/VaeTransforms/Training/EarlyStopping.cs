namespace VaeTransforms.Training;

/// <summary>Keeps the best epoch, and decides when to stop waiting for a better one.</summary>
/// <param name="patience">Epochs to wait for an improvement.</param>
/// <param name="firstEpochThatMayStop">No stop before it, since the objective changes while the KL weight rises.</param>
internal sealed class EarlyStopping(int patience, int firstEpochThatMayStop)
{
    /// <summary>The quality of the best epoch; minus infinity before the first.</summary>
    public double BestQuality { get; private set; } = double.NegativeInfinity;

    /// <summary>From 1; 0 before the first epoch.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Goes on where a run was.</summary>
    public void Restore(int bestEpoch, double bestQuality) => (BestEpoch, BestQuality) = (bestEpoch, bestQuality);

    /// <summary>Takes an epoch's quality.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="quality">Higher is better.</param>
    /// <returns>Whether it is the best so far.</returns>
    public bool IsBest(int epoch, double quality)
    {
        if (!(quality > BestQuality))
        {
            return false;
        }

        BestQuality = quality;
        BestEpoch = epoch;
        return true;
    }

    /// <summary>Whether the wait has been too long.</summary>
    /// <param name="epoch">The epoch that just ended.</param>
    public bool ShouldStop(int epoch) => epoch >= firstEpochThatMayStop && epoch - BestEpoch >= patience;
}
