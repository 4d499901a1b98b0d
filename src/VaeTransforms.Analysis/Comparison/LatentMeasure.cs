namespace VaeTransforms;

/// <summary>One measure of a comparison, for every variant.</summary>
public sealed record LatentMeasure
{
    /// <summary>Its name, such as "completeness".</summary>
    public required string Name { get; init; }

    /// <summary>Its unit; null for a share or a number without one.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether higher values are better; null where neither is.</summary>
    public bool? HigherIsBetter { get; init; }

    /// <summary>[variants][seeds] its values.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Values { get; init; }

    /// <summary>[variants] their means over seeds.</summary>
    public required IReadOnlyList<ConfidenceInterval> Intervals { get; init; }

    /// <summary>
    /// [variants] whether the interval overlaps the first variant's; true for the first itself. Where it does, this measure does not tell
    /// the two apart.
    /// </summary>
    public IReadOnlyList<bool> OverlapsFirst => [.. Intervals.Select(interval => interval.Overlaps(Intervals[0]))];
}
