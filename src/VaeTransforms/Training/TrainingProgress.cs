namespace VaeTransforms;

/// <summary>Sent to <see cref="IProgress{T}"/> after each epoch, on the thread that trains.</summary>
/// <param name="Epochs">The planned number of epochs; early stopping may end sooner.</param>
/// <param name="Latest">The epoch that just ended.</param>
/// <param name="BestEpoch">The epoch whose weights would be kept if training ended now.</param>
/// <param name="Elapsed">Time since training began.</param>
public sealed record TrainingProgress(int Epochs, EpochMetrics Latest, int BestEpoch, TimeSpan Elapsed)
{
    /// <summary>The share of the planned epochs that are done, in (0, 1].</summary>
    public double Fraction => (double)Latest.Epoch / Epochs;
}
