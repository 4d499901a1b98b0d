using System.Globalization;
using System.Text;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The tables, in Markdown, in the current culture. Figures are percent, means over seeds.</summary>
internal sealed class AnomalyReport(string ours, IReadOnlyList<Protocol> protocols, AnomalyResults results, Peers peers)
{
    private readonly StringBuilder _text = new();
    private readonly List<Measurement> _measured = results.Measurements;

    public override string ToString()
    {
        _text.Clear();
        foreach (Protocol protocol in protocols)
        {
            Write(protocol);
        }

        if (results.FalsePositives.Count > 0)
        {
            WriteCalibration();
            WriteContributions();
        }

        return _text.ToString();
    }

    private void Write(Protocol protocol)
    {
        string[] sets = [.. _measured.Where(m => m.Protocol == protocol.Name).Select(m => m.Dataset).Distinct()];
        if (sets.Length == 0)
        {
            return;
        }

        Summary[] summaries = Summaries(protocol, sets);
        Line($"## {protocol.Name}");
        Line($"{protocol.Description} {Count(sets.Length, "set")}, {Count(_measured.Where(m => m.Protocol == protocol.Name).Select(m => m.Seed).Distinct().Count(), "seed")}.");
        Line("");
        WriteMethods(summaries, sets);
        WritePublished(protocol, summaries, sets);
        WriteSets(protocol, summaries, sets);
    }

    /// <summary>Every method with figures for all sets, the best mean AUC first.</summary>
    private void WriteMethods(Summary[] summaries, string[] sets)
    {
        Summary[] whole = [.. summaries.Where(s => s.Auc.Count == sets.Length)];
        Dictionary<string, double> ranks = MeanRanks(whole, sets);
        Line("| method, on the same files | mean AUC | mean AP | mean rank by AUC | fit s | score s |");
        Line("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (Summary s in whole.OrderByDescending(s => s.Auc.Values.Average()))
        {
            Line($"| {Name(s)} | {Percent(s.Auc.Values.Average())} | {Percent(s.AveragePrecision)} | {ranks[s.Method]:F1} | {s.FitSeconds:F2} | {s.ScoreSeconds:F3} |");
        }

        Line("");
    }

    private void WritePublished(Protocol protocol, Summary[] summaries, string[] sets)
    {
        Summary[] published = [.. Published(protocol, sets)];
        if (published.Length == 0)
        {
            return;
        }

        Summary[] all = [.. summaries.Where(s => s.Method == ours), .. published];
        string[] shared = [.. sets.Where(set => all.All(s => s.Auc.ContainsKey(set)))];
        Dictionary<string, double> ranks = MeanRanks(all, shared);
        Line($"| method, as published | mean AUC over {Count(shared.Length, "set")} | mean rank |");
        Line("| --- | ---: | ---: |");
        foreach (Summary s in all.OrderByDescending(s => shared.Average(set => s.Auc[set])))
        {
            Line($"| {Name(s)} | {Percent(shared.Average(set => s.Auc[set]))} | {ranks[s.Method]:F1} |");
        }

        Line("");
    }

    /// <summary>Every set, those first where others lead the most.</summary>
    private void WriteSets(Protocol protocol, Summary[] summaries, string[] sets)
    {
        Summary own = summaries.Single(s => s.Method == ours);
        Summary[] others = [.. summaries.Where(s => s.Method != ours)];
        Summary[] published = [.. Published(protocol, sets)];
        Line($"| set, lost ones first | {ours}: AUC | lowest and highest | AP | best other | its AUC | ahead by | best published | its AUC | fit s | score s |");
        Line("| --- | ---: | ---: | ---: | --- | ---: | ---: | --- | ---: | ---: | ---: |");
        foreach (string set in sets.OrderBy(set => own.Auc[set] - (Best(others, set)?.Auc[set] ?? 0)))
        {
            Measurement[] seeds = [.. _measured.Where(m => m.Protocol == protocol.Name && m.Dataset == set && m.Method == ours)];
            Summary? best = Best(others, set);
            Summary? bestPublished = Best(published, set);
            Line($"| {set} | {Percent(own.Auc[set])} | {Percent(seeds.Min(m => m.Auc))}–{Percent(seeds.Max(m => m.Auc))} | {Percent(seeds.Average(m => m.AveragePrecision))} "
                + $"| {best?.Method} | {Percent(best?.Auc[set])} | {Percent(own.Auc[set] - best?.Auc[set])} | {bestPublished?.Method} | {Percent(bestPublished?.Auc[set])} "
                + $"| {seeds.Average(m => m.FitSeconds):F2} | {seeds.Average(m => m.ScoreSeconds):F3} |");
        }

        Line("");
    }

    private void WriteCalibration()
    {
        FalsePositives[] enough = [.. results.FalsePositives.Where(f => f.IsEnough)];
        Line("## calibration");
        Line("Fresh normal rows above the threshold, in the runs of semi; 'enough' rows are 5 held-out and 5 fresh ones above, as expected. "
            + "Binomial: within the 95 % interval of the rate asked for, as if the threshold knew the true quantile. "
            + "Predictive: within 95 % of what thresholds from so many held-out rows give.");
        Line("");
        Line("| rate asked for | runs with enough rows | mean rate found | within binomial | within predictive |");
        Line("| ---: | ---: | ---: | ---: | ---: |");
        foreach (IGrouping<double, FalsePositives> rate in enough.GroupBy(f => f.Rate))
        {
            Line($"| {Percent(rate.Key)} | {rate.Count()} | {(100 * rate.Average(f => (double)f.Flagged / f.Fresh)):F2} | {rate.Count(f => f.IsBinomial)} | {rate.Count(f => f.IsPredicted)} |");
        }

        Line("");
        Line("| set | rate asked for | held out | fresh | rate found, per seed | within binomial | within predictive |");
        Line("| --- | ---: | ---: | ---: | --- | ---: | ---: |");
        foreach (var set in results.FalsePositives.GroupBy(f => (f.Dataset, f.Rate)).OrderBy(set => set.Key.Rate))
        {
            Line($"| {set.Key.Dataset}{(set.First().IsEnough ? "" : " (too few)")} | {Percent(set.Key.Rate)} | {set.First().HeldOut} | {set.First().Fresh} "
                + $"| {string.Join(", ", set.Select(f => Percent((double)f.Flagged / f.Fresh)))} | {set.Count(f => f.IsBinomial)} | {set.Count(f => f.IsPredicted)} |");
        }

        Line("");
    }

    private void WriteContributions()
    {
        Line("## contributions");
        Line("Fresh normal rows with one slot off by five standard deviations, in the runs of semi: how often that slot contributes most.");
        Line("");
        Line("| set | rows | first, percent, per seed | mean |");
        Line("| --- | ---: | --- | ---: |");
        foreach (IGrouping<string, SlotRanks> set in results.SlotRanks.GroupBy(r => r.Dataset).OrderBy(set => set.Average(Share)))
        {
            Line($"| {set.Key} | {set.Sum(r => r.Rows)} | {string.Join(", ", set.Select(r => Percent(Share(r))))} | {Percent(set.Average(Share))} |");
        }

        Line("");

        static double Share(SlotRanks ranks) => (double)ranks.First / ranks.Rows;
    }

    private Summary[] Summaries(Protocol protocol, string[] sets) =>
        [.. _measured.Concat(peers.Measured)
            .Where(m => m.Protocol == protocol.Name && sets.Contains(m.Dataset) && double.IsFinite(m.Auc))
            .GroupBy(m => m.Method)
            .Select(method => new Summary(
                method.Key,
                method.GroupBy(m => m.Dataset).ToDictionary(set => set.Key, set => set.Average(m => m.Auc)),
                MeanOverSets(method, m => m.AveragePrecision),
                MeanOverSets(method, m => m.FitSeconds),
                MeanOverSets(method, m => m.ScoreSeconds)))];

    private IEnumerable<Summary> Published(Protocol protocol, string[] sets) =>
        from figure in peers.Published
        where figure.Key.Protocol == protocol.Name && sets.Contains(figure.Key.Dataset)
        group figure by figure.Key.Method into method
        select new Summary(
            method.Key, method.ToDictionary(figure => figure.Key.Dataset, figure => figure.Value), double.NaN, double.NaN, double.NaN);

    private static Summary? Best(Summary[] summaries, string set) =>
        summaries.Where(s => s.Auc.ContainsKey(set)).MaxBy(s => s.Auc[set]);

    private static double MeanOverSets(IEnumerable<Measurement> method, Func<Measurement, double> value) =>
        method.GroupBy(m => m.Dataset).Average(set => set.Average(value));

    /// <summary>Per method the mean over sets of its place by AUC, 1 for the best; equal figures share the mean of their places.</summary>
    private static Dictionary<string, double> MeanRanks(Summary[] methods, string[] sets) => methods.ToDictionary(
        method => method.Method,
        method => sets.Average(set =>
        {
            int above = methods.Count(other => other.Auc[set] > method.Auc[set]);
            int equal = methods.Count(other => other.Auc[set] == method.Auc[set]);
            return above + ((equal + 1) / 2.0);
        }));

    private string Name(Summary summary) => summary.Method == ours ? $"**{summary.Method}**" : summary.Method;

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Percent(double? share) => share is { } value && double.IsFinite(value)
        ? (100 * value).ToString("F1", CultureInfo.InvariantCulture)
        : "";

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A method over all sets: AUC per set, the rest as means over sets.</summary>
    private sealed record Summary(string Method, Dictionary<string, double> Auc, double AveragePrecision, double FitSeconds, double ScoreSeconds);
}
