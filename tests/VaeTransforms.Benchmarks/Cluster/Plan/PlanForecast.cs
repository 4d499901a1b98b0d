namespace VaeTransforms.Benchmarks.Cluster.Plan;

/// <summary>What the time of a fit is spent on.</summary>
internal enum PlanPart
{
    /// <summary>Steps, at the mean speed of a worker.</summary>
    Steps,

    /// <summary>Weights on their way to and from the machine that averages.</summary>
    Network,

    /// <summary>Waiting for the slowest worker.</summary>
    Stragglers,

    /// <summary>Steps and averages that are computed again, and the time until they begin again.</summary>
    Failures,

    /// <summary>Writing the state of shards and of the average.</summary>
    Storage,

    /// <summary>Averaging, and what a round takes besides.</summary>
    Averaging,
}

/// <summary>A fit as the simulation saw it.</summary>
/// <param name="Workers">One for each shard.</param>
/// <param name="Rounds">Of the fit.</param>
/// <param name="Parts">Seconds of each part on the way that all others waited for; together the wall time.</param>
/// <param name="Recomputed">How often the steps of a shard in a round were begun again.</param>
/// <param name="Inputs">What it was predicted from.</param>
internal sealed record PlanForecast(
    int Workers, long Rounds, IReadOnlyDictionary<PlanPart, double> Parts, long Recomputed, PlanInputs Inputs)
{
    public double Seconds => Parts.Values.Sum();

    /// <summary>The part of the workers' time that is steps: 1 if twice the workers take half the time.</summary>
    public double Efficiency => Parts[PlanPart.Steps] / Seconds;

    /// <summary>In dollars.</summary>
    public double Cost => Workers * Seconds / 3600 * Inputs.Price;

    /// <summary>The part that takes longest.</summary>
    public PlanPart Bottleneck => Parts.MaxBy(part => part.Value).Key;

    /// <summary>The part that takes longest besides the steps.</summary>
    public PlanPart Overhead => Parts.Where(part => part.Key != PlanPart.Steps).MaxBy(part => part.Value).Key;
}
