using System.Globalization;
using System.Text;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The result tables in Markdown, in the current culture. AUC, AP and rates are percent, means over seeds.</summary>
internal sealed class AnomalyReport(
    string ours, string folder, IReadOnlyList<Protocol> protocols, AnomalyResults results, Peers peers)
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
        Measurement[] measured = [.. _measured.Where(m => m.Protocol == protocol.Name)];
        string[] sets = [.. measured.Select(m => m.Dataset).Distinct()];
        if (sets.Length == 0)
        {
            return;
        }

        MethodSummary[] summaries = MethodSummary.OfMeasured(_measured.Concat(peers.Measured), protocol, sets);
        MethodSummary[] published = MethodSummary.OfPublished(peers, protocol, sets);
        string seeds = Count(measured.Select(m => m.Seed).Distinct().Count(), "seed");
        Line($"## {folder}: {protocol.Name}");
        Line($"{protocol.Description} {Count(sets.Length, "set")}, {seeds}.");
        Line("");
        WriteMethods(summaries, sets);
        WritePublished(summaries, published, sets);
        WriteSets(measured, summaries, published, sets);
    }

    /// <summary>Writes the methods with figures for all sets, the best mean AUC first.</summary>
    private void WriteMethods(MethodSummary[] summaries, string[] sets)
    {
        MethodSummary[] whole = [.. summaries.Where(s => s.Auc.Count == sets.Length)];
        Dictionary<string, double> ranks = MethodSummary.MeanRanks(whole, sets);
        MethodSummary own = whole.Single(s => s.Method == ours);
        Head(
            "method, on the same files",
            "mean AUC",
            "mean AP",
            "mean rank by AUC",
            "behind us in",
            "Wilcoxon p",
            "fit s",
            "score s");
        foreach (MethodSummary s in whole.OrderByDescending(s => s.Auc.Values.Average()))
        {
            Row(
                Name(s),
                Percent(s.Auc.Values.Average()),
                Percent(s.AveragePrecision),
                $"{ranks[s.Method]:F1}",
                s == own ? "" : $"{sets.Count(set => s.Auc[set] < own.Auc[set])}",
                s == own ? "" : $"{SignedRankTest.PValue(sets.Select(set => own.Auc[set] - s.Auc[set])):G2}",
                Seconds(s.FitSeconds, "F2"),
                Seconds(s.ScoreSeconds, "F3"));
        }

        Line("");
    }

    private void WritePublished(MethodSummary[] summaries, MethodSummary[] published, string[] sets)
    {
        if (published.Length == 0)
        {
            return;
        }

        MethodSummary[] all = [.. summaries.Where(s => s.Method == ours), .. published];
        string[] shared = [.. sets.Where(set => all.All(s => s.Auc.ContainsKey(set)))];
        Dictionary<string, double> ranks = MethodSummary.MeanRanks(all, shared);
        Head("method, as published", $"mean AUC over {Count(shared.Length, "set")}", "mean rank");
        foreach (MethodSummary s in all.OrderByDescending(s => shared.Average(set => s.Auc[set])))
        {
            Row(Name(s), Percent(shared.Average(set => s.Auc[set])), $"{ranks[s.Method]:F1}");
        }

        Line("");
    }

    /// <summary>Writes the sets, the largest lead of another method first.</summary>
    private void WriteSets(Measurement[] measured, MethodSummary[] summaries, MethodSummary[] published, string[] sets)
    {
        MethodSummary own = summaries.Single(s => s.Method == ours);
        MethodSummary[] others = [.. summaries.Where(s => s.Method != ours)];
        Line(
            $"| set, lost ones first | {ours}: AUC | lowest and highest | AP | best other | its AUC | ahead by "
            + "| best published | its AUC | fit s | score s |");
        Line("| --- | ---: | ---: | ---: | --- | ---: | ---: | --- | ---: | ---: | ---: |");
        foreach (string set in sets.OrderBy(set => own.Auc[set] - (MethodSummary.Best(others, set)?.Auc[set] ?? 0)))
        {
            Measurement[] seeds = [.. measured.Where(m => m.Dataset == set && m.Method == ours)];
            MethodSummary? best = MethodSummary.Best(others, set);
            MethodSummary? bestPublished = MethodSummary.Best(published, set);
            Row(
                set,
                Percent(own.Auc[set]),
                $"{Percent(seeds.Min(m => m.Auc))}–{Percent(seeds.Max(m => m.Auc))}",
                Percent(seeds.Average(m => m.AveragePrecision)),
                best?.Method,
                Percent(best?.Auc[set]),
                Percent(own.Auc[set] - best?.Auc[set]),
                bestPublished?.Method,
                Percent(bestPublished?.Auc[set]),
                $"{seeds.Average(m => m.FitSeconds):F2}",
                $"{seeds.Average(m => m.ScoreSeconds):F3}");
        }

        Line("");
    }

    private void WriteCalibration()
    {
        Line($"## {folder}: calibration");
        Line("New normal rows above the threshold, in the runs of semi. Runs have enough rows if 5 held-out and 5 new rows "
            + "are expected above it. Binomial: within the 95 % interval of the requested rate, as if the threshold had no "
            + "error of its own. Predictive: within 95 % of what thresholds from so many held-out rows give.");
        Line("");
        Line("| requested rate | runs with enough rows | mean rate found | within binomial | within predictive |");
        Line("| ---: | ---: | ---: | ---: | ---: |");
        foreach (var rate in results.FalsePositives.Where(f => f.IsEnough).GroupBy(f => f.Rate))
        {
            string found = $"{100 * rate.Average(Found):F2}";
            Row(
                Percent(rate.Key),
                $"{rate.Count()}",
                found,
                $"{rate.Count(f => f.IsBinomial)}",
                $"{rate.Count(f => f.IsPredicted)}");
        }

        Line("");
        Line("| set | requested rate | held out | new | rate found, per seed | within binomial | within predictive |");
        Line("| --- | ---: | ---: | ---: | --- | ---: | ---: |");
        foreach (var set in results.FalsePositives.GroupBy(f => (f.Dataset, f.Rate)).OrderBy(set => set.Key.Rate))
        {
            FalsePositives first = set.First();
            Row(
                set.Key.Dataset + (first.IsEnough ? "" : " (too few)"),
                Percent(set.Key.Rate),
                $"{first.HeldOut}",
                $"{first.Fresh}",
                string.Join(", ", set.Select(f => Percent(Found(f)))),
                $"{set.Count(f => f.IsBinomial)}",
                $"{set.Count(f => f.IsPredicted)}");
        }

        Line("");

        static double Found(FalsePositives f) => (double)f.Flagged / f.Fresh;
    }

    private void WriteContributions()
    {
        Line($"## {folder}: contributions");
        Line("New normal rows with one slot shifted by five standard deviations, in the runs of semi: how often that slot has "
            + "the largest contribution.");
        Line("");
        Line("| set | rows | first, percent, per seed | mean |");
        Line("| --- | ---: | --- | ---: |");
        foreach (var set in results.SlotRanks.GroupBy(r => r.Dataset).OrderBy(set => set.Average(Share)))
        {
            string seeds = string.Join(", ", set.Select(r => Percent(Share(r))));
            Row(set.Key, $"{set.Sum(r => r.Rows)}", seeds, Percent(set.Average(Share)));
        }

        Line("");

        static double Share(SlotRanks ranks) => (double)ranks.First / ranks.Rows;
    }

    private string Name(MethodSummary summary) => summary.Method == ours ? $"**{summary.Method}**" : summary.Method;

    /// <summary>Writes the head of a table whose first column is text and whose other columns are numbers.</summary>
    private void Head(params string[] columns)
    {
        Row(columns);
        Row(["---", .. columns[1..].Select(_ => "---:")]);
    }

    private void Row(params string?[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Percent(double? share) => share is { } value && double.IsFinite(value)
        ? (100 * value).ToString("F1", CultureInfo.InvariantCulture)
        : "";

    private static string Seconds(double seconds, string format) =>
        double.IsFinite(seconds) ? seconds.ToString(format, CultureInfo.InvariantCulture) : "";

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
