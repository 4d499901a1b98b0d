/// <summary>What the detector says of a row.</summary>
public sealed class Verdict
{
    /// <summary>Higher is more anomalous.</summary>
    public float Score { get; set; }

    /// <summary>Whether the score is above the threshold.</summary>
    public bool PredictedLabel { get; set; }
}
