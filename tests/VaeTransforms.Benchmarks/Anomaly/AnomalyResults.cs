namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Everything that a run of the command has measured.</summary>
internal sealed class AnomalyResults
{
    public List<Measurement> Measurements { get; } = [];

    public List<FalsePositives> FalsePositives { get; } = [];

    public List<SlotRanks> SlotRanks { get; } = [];
}
