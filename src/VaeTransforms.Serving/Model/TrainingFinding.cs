namespace VaeTransforms;

/// <summary>Something that a fit found out about itself, and that options can change.</summary>
public sealed record TrainingFinding
{
    /// <summary>Which finding it is.</summary>
    public required TrainingFindingKind Kind { get; init; }

    /// <summary>What happened: one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The figures that show it, with the limit that they are compared with: one sentence.</summary>
    public required string Evidence { get; init; }

    /// <summary>Which option to change, and how: one or two sentences.</summary>
    public required string Advice { get; init; }

    /// <summary>All three parts as one line.</summary>
    public override string ToString() => $"{Summary} {Evidence} {Advice}";
}
