namespace VaeTransforms.Training;

/// <summary>All findings about a fit.</summary>
internal static class TrainingDiagnosis
{
    private static readonly Func<TrainingFigures, TrainingFinding?>[] Findings =
    [
        CollapsedDimensions.Find,
        VarianceAtFloor.Find,
        HeavyTails.Find,
        FewRows.Find,
        BestEpochInWarmup.Find,
    ];

    /// <summary>What may be wrong, in a fixed order; empty for a healthy fit.</summary>
    public static IReadOnlyList<TrainingFinding> Of(TrainingFigures figures) =>
        [.. Findings.Select(find => find(figures)).OfType<TrainingFinding>()];
}
