namespace VaeTransforms;

/// <summary>How a trial of a search ended.</summary>
public enum VaeTrialOutcome
{
    /// <summary>All planned epochs ran.</summary>
    Finished,

    /// <summary>Held-out rows stopped improving before the planned epochs were over.</summary>
    StoppedEarly,

    /// <summary>Training diverged, the options do not fit the data, or the metric was not a finite number.</summary>
    Failed,

    /// <summary>The time of the search was over.</summary>
    OutOfTime,
}
