namespace VaeTransforms.Training;

/// <summary>Keeps the best epoch, and decides when to stop waiting for a better one.</summary>
/// <param name="patience">Epochs to wait for an improvement.</param>
/// <param name="firstEpochThatMayStop">No stop before it, since the objective changes while the KL weight rises.</param>
internal sealed class EarlyStopping(int patience, int firstEpochThatMayStop)
{
    private double _best = double.NegativeInfinity;

    /// <summary>From 1; 0 before the first epoch.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Takes an epoch's quality.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="quality">Higher is better.</param>
    /// <returns>Whether it is the best so far.</returns>
    public bool IsBest(int epoch, double quality)
    {
        if (!(quality > _best))
        {
            return false;
        }

        _best = quality;
        BestEpoch = epoch;
        return true;
    }

    /// <summary>Whether the wait has been too long.</summary>
    /// <param name="epoch">The epoch that just ended.</param>
    public bool ShouldStop(int epoch) => epoch >= firstEpochThatMayStop && epoch - BestEpoch >= patience;
}
