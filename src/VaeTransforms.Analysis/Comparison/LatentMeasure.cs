namespace VaeTransforms;

/// <summary>One measure of a comparison, for all variants.</summary>
public sealed record LatentMeasure
{
    /// <summary>The name, such as "completeness".</summary>
    public required string Name { get; init; }

    /// <summary>The unit; null for a share or a number without unit.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether higher values are better; null if neither higher nor lower values are.</summary>
    public bool? HigherIsBetter { get; init; }

    /// <summary>[variants][seeds] the values.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Values { get; init; }

    /// <summary>[variants] the means over seeds, with confidence intervals.</summary>
    public required IReadOnlyList<ConfidenceInterval> Intervals { get; init; }

    /// <summary>
    /// [variants] whether the interval overlaps that of the first variant; true for the first variant. If they overlap, this
    /// measure does not distinguish the two variants.
    /// </summary>
    public IReadOnlyList<bool> OverlapsFirst => [.. Intervals.Select(interval => interval.Overlaps(Intervals[0]))];
}
