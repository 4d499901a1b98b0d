namespace VaeTransforms.Benchmarks.Speed;

/// <summary>What a PredictionEngine on the anomaly detector gives.</summary>
internal sealed class Verdict
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
