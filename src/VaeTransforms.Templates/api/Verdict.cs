/// <summary>What the detector says of a row.</summary>
public sealed class Verdict
{
    /// <summary>Higher is more anomalous. NaN for a row with a value that is missing or that training did not see.</summary>
    public float Score { get; set; }

    /// <summary>Whether the score is above the threshold.</summary>
    public bool PredictedLabel { get; set; }
}
