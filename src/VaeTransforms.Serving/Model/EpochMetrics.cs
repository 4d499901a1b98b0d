namespace VaeTransforms;

/// <summary>What one pass over the training rows gave.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Train">The mean over the epoch's steps, while the weights moved.</param>
/// <param name="Validation">Of the held-out rows after the epoch, with the same noise each time; null without any.</param>
/// <param name="LearningRate">Adam's step size at the end of the epoch.</param>
/// <param name="KlWeight">The weight of the KL divergence at the end of the epoch: Beta once the warm-up is over.</param>
public sealed record EpochMetrics(int Epoch, ElboMetrics Train, ElboMetrics? Validation, double LearningRate, double KlWeight)
{
    /// <summary>
    /// What training minimized, the mean over the epoch's steps; lower is better. For the default objective it is
    /// ReconstructionError + KlWeight · KlDivergence, in nats per row.
    /// </summary>
    public double Objective { get; init; }

    /// <summary>
    /// The parts that the objective names besides reconstruction error and KL divergence, by their names, such as
    /// <c>TotalCorrelation</c>: means over the epoch's steps. The docs of each objective name its parts and their units. Empty
    /// for the default objective.
    /// </summary>
    public IReadOnlyDictionary<string, double> ObjectiveParts { get; init; } = new Dictionary<string, double>();
}
