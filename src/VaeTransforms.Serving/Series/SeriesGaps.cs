namespace VaeTransforms;

/// <summary>What happens where points of a series are missing.</summary>
public enum SeriesGaps
{
    /// <summary>An exception names the gap.</summary>
    Refuse,

    /// <summary>
    /// Windows start anew after the gap: the first <c>window</c> - 1 points after it have no score. No window contains a gap.
    /// </summary>
    Restart,
}
