namespace VaeTransforms.Analysis;

/// <summary>Computes the measures of a comparison from its runs, and defines which measures there are and their order.</summary>
internal static class MeasuredRuns
{
    private static readonly Definition[] Definitions =
    [
        new("continuity", null, true, run => run.Report.Continuity.Value),
        new("completeness", null, true, run => run.Report.Completeness.Value),
        new("smoothness", null, true, run => run.Report.Continuity.Smoothness),
        new("response", null, true, run => run.Report.Continuity.Response),
        new("smoothness toward neighbors", null, true, run => run.Report.Continuity.NeighborSmoothness),
        new("path evenness", null, true, run => run.Report.Continuity.PathEvenness),
        new("path straightness", null, true, run => run.Report.Continuity.PathStraightness),
        new("precision of prior samples", null, true, run => run.Report.Completeness.Prior.Precision),
        new("coverage by prior samples", null, true, run => run.Report.Completeness.Prior.Coverage),
        new("completeness, normal fitted to the codes", null, true, run => run.Report.Completeness.FittedGaussian.Value),
        new("completeness of the rows' codes", null, true, run => run.Report.Completeness.Codes.Value),
        new("MMD² to the prior", null, false, run => run.Report.Aggregate.Mmd.Value),
        new("total correlation (normal)", "nats", null, run => run.Report.Aggregate.GaussianTotalCorrelation),
        new("active dimensions", null, null, run => run.Report.ActiveDimensions),
        new("rate", "nats", null, run => run.Report.Rate),
        new("distortion", "nats", false, run => run.Report.Distortion),
        new("ELBO", "nats", true, run => run.Report.Elbo),
        new("importance-weighted bound", "nats", true, run => run.Report.ImportanceBound.Bound),
        new("MIG", null, true, run => run.Disentanglement?.Mig),
        new("SAP", null, true, run => run.Disentanglement?.Sap),
        new("DCI disentanglement", null, true, run => run.Disentanglement?.Dci.Disentanglement),
        new("DCI completeness", null, true, run => run.Disentanglement?.Dci.Completeness),
        new("DCI informativeness", null, true, run => run.Disentanglement?.Dci.Informativeness),
        new("UDR", null, true, run => run.Udr),
    ];

    /// <summary>Computes the measures that every run has.</summary>
    /// <param name="runs">[variants][seeds].</param>
    /// <param name="confidence">The confidence of the intervals, in (0, 1).</param>
    public static LatentMeasure[] Measures(IReadOnlyList<IReadOnlyList<LatentRun>> runs, double confidence) =>
    [
        .. from definition in Definitions
           where runs.All(variant => variant.All(run => definition.Value(run) is not null))
           let values = runs.Select(variant => variant.Select(run => definition.Value(run)!.Value).ToArray()).ToArray()
           select new LatentMeasure
           {
               Name = definition.Name,
               Unit = definition.Unit,
               HigherIsBetter = definition.HigherIsBetter,
               Values = values,
               Intervals = [.. values.Select(variant => ConfidenceInterval.OfMean(variant, confidence))],
           },
    ];

    private sealed record Definition(string Name, string? Unit, bool? HigherIsBetter, Func<LatentRun, double?> Value);
}
