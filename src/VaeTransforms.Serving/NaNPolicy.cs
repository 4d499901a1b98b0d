namespace VaeTransforms;

/// <summary>
/// What a detector predicts for a row whose score is NaN, because a value that must be there is NaN or infinite.
/// </summary>
public enum NaNPolicy
{
    /// <summary>The row is not predicted to be anomalous: a row of unknown score passes. The default.</summary>
    Pass,

    /// <summary>The row is predicted to be anomalous. Its score stays NaN.</summary>
    Alarm,

    /// <summary>Reading the row's score or label throws <see cref="InvalidOperationException"/>.</summary>
    Throw,
}
