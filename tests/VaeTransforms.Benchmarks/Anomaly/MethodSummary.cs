namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The results of one method over all sets.</summary>
/// <param name="Method">The name of the method.</param>
/// <param name="Auc">The mean AUC over seeds per set, in [0, 1].</param>
/// <param name="AveragePrecision">The mean over sets, in [0, 1]; NaN where unknown.</param>
/// <param name="FitSeconds">The mean over sets; NaN where unknown.</param>
/// <param name="ScoreSeconds">The mean over sets; NaN where unknown.</param>
internal sealed record MethodSummary(
    string Method, Dictionary<string, double> Auc, double AveragePrecision, double FitSeconds, double ScoreSeconds)
{
    /// <summary>Summarizes measurements of one protocol by method.</summary>
    public static MethodSummary[] OfMeasured(IEnumerable<Measurement> measurements, Protocol protocol, string[] sets) =>
        [.. measurements
            .Where(m => m.Protocol == protocol.Name && sets.Contains(m.Dataset) && double.IsFinite(m.Auc))
            .GroupBy(m => m.Method)
            .Select(method => new MethodSummary(
                method.Key,
                method.GroupBy(m => m.Dataset).ToDictionary(set => set.Key, set => set.Average(m => m.Auc)),
                MeanOverSets(method, m => m.AveragePrecision),
                MeanOverSets(method, m => m.FitSeconds),
                MeanOverSets(method, m => m.ScoreSeconds)))];

    /// <summary>Summarizes published figures of one protocol by method.</summary>
    public static MethodSummary[] OfPublished(Peers peers, Protocol protocol, string[] sets) =>
        [.. peers.Published
            .Where(figure => figure.Key.Protocol == protocol.Name && sets.Contains(figure.Key.Dataset))
            .GroupBy(figure => figure.Key.Method)
            .Select(method => new MethodSummary(
                method.Key,
                method.ToDictionary(figure => figure.Key.Dataset, figure => figure.Value),
                double.NaN,
                double.NaN,
                double.NaN))];

    /// <summary>The method with the highest AUC on a set; null if no method has a result.</summary>
    public static MethodSummary? Best(MethodSummary[] summaries, string set) =>
        summaries.Where(s => s.Auc.ContainsKey(set)).MaxBy(s => s.Auc[set]);

    /// <summary>
    /// The mean over sets of the rank by AUC, per method. The best rank is 1; equal figures share the mean of their ranks.
    /// </summary>
    public static Dictionary<string, double> MeanRanks(MethodSummary[] methods, string[] sets) => methods.ToDictionary(
        method => method.Method,
        method => sets.Average(set =>
        {
            int above = methods.Count(other => other.Auc[set] > method.Auc[set]);
            int equal = methods.Count(other => other.Auc[set] == method.Auc[set]);
            return above + ((equal + 1) / 2.0);
        }));

    private static double MeanOverSets(IEnumerable<Measurement> method, Func<Measurement, double> value) =>
        method.GroupBy(m => m.Dataset).Average(set => set.Average(value));
}
