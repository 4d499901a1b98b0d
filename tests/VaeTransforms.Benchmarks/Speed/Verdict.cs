namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The output of a PredictionEngine on the anomaly detector.</summary>
internal sealed class Verdict
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
