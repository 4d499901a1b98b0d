namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>All results of a run of the command.</summary>
internal sealed class AnomalyResults
{
    public List<Measurement> Measurements { get; } = [];

    public List<FalsePositives> FalsePositives { get; } = [];

    public List<SlotRanks> SlotRanks { get; } = [];

    public void Add(AnomalyResults others)
    {
        Measurements.AddRange(others.Measurements);
        FalsePositives.AddRange(others.FalsePositives);
        SlotRanks.AddRange(others.SlotRanks);
    }
}
