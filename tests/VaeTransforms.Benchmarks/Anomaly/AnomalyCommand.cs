using System.Globalization;
using System.Text;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Runs the detectors on a folder of data sets and writes their results.</summary>
internal static class AnomalyCommand
{
    private static readonly double[] Rates = [0.05, 0.01];

    /// <returns>The exit code of the process: 0, or 2 for bad arguments or files.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Run(AnomalyArguments.Parse(args), output);
            return 0;
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Run(AnomalyArguments arguments, TextWriter output)
    {
        (string Folder, SortedDictionary<string, string> Sets)[] folders = FindSets(arguments);
        Peers peers = ReadPeers(arguments);
        Directory.CreateDirectory(arguments.Output);
        using var csv = new StreamWriter(Path.Combine(arguments.Output, "anomaly.csv")) { AutoFlush = true };
        csv.WriteLine(Measurement.Header);
        WarmUp();

        var results = new AnomalyResults();
        var report = new StringBuilder();
        foreach ((string folder, SortedDictionary<string, string> files) in folders)
        {
            AnomalyResults part = Measure(files);
            report.Append(new AnomalyReport(arguments.Name, folder, arguments.Protocols, part, peers));
            results.Add(part);
        }

        WriteLines("calibration.csv", FalsePositives.Header, results.FalsePositives.Select(f => $"{f}"));
        WriteLines("contributions.csv", SlotRanks.Header, results.SlotRanks.Select(r => $"{r}"));
        File.WriteAllText(Path.Combine(arguments.Output, "anomaly.md"), report.ToString());
        output.WriteLine();
        output.WriteLine(report);

        AnomalyResults Measure(SortedDictionary<string, string> files)
        {
            var part = new AnomalyResults();
            foreach (Protocol protocol in arguments.Protocols)
            {
                foreach (string name in files.Keys)
                {
                    LabeledSet set = LabeledSet.Read(name, files[name]);
                    if (protocol.AppliesTo(set))
                    {
                        Add(part, protocol, set);
                    }
                }
            }

            return part;
        }

        void Add(AnomalyResults part, Protocol protocol, LabeledSet set)
        {
            List<Measurement> measured = AnomalyCommand.Measure(arguments, protocol, set, part, out string summary);
            part.Measurements.AddRange(measured);
            measured.ForEach(csv.WriteLine);
            output.WriteLine($"{protocol.Name,-6} {set.Name,-14} {set.Rows.Length,6} × {set.Rows[0].Length,-3} {summary}");
        }

        void WriteLines(string file, string header, IEnumerable<string> lines) =>
            File.WriteAllLines(Path.Combine(arguments.Output, file), lines.Prepend(header));
    }

    /// <summary>The folders' own names, and the files of the sets that are asked for.</summary>
    private static (string Folder, SortedDictionary<string, string> Sets)[] FindSets(AnomalyArguments arguments)
    {
        (string Folder, SortedDictionary<string, string> Sets)[] found = [.. arguments.Folders.Select(folder =>
            (Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), LabeledSet.Find(folder)))];
        string[] names = [.. found.SelectMany(folder => folder.Sets.Keys)];
        if (arguments.Sets?.FirstOrDefault(set => !names.Contains(set)) is { } missing)
        {
            throw new BenchmarkInputException($"There is no set '{missing}' in {string.Join(", ", arguments.Folders)}. "
                + $"The sets are {string.Join(", ", names)}.");
        }

        foreach (SortedDictionary<string, string> sets in found.Select(folder => folder.Sets))
        {
            foreach (string name in sets.Keys.Where(name => !(arguments.Sets?.Contains(name) ?? true)).ToArray())
            {
                sets.Remove(name);
            }
        }

        return found;
    }

    private static Peers ReadPeers(AnomalyArguments arguments)
    {
        Peers peers = arguments.Peers is null ? Peers.None : Peers.Read(arguments.Peers);
        return peers.Methods.Contains(arguments.Name)
            ? throw new BenchmarkInputException(
                $"A peer has the name '{arguments.Name}' too. Choose another name with --name.")
            : peers;
    }

    /// <summary>
    /// Measures all seeds of a set. A set that cannot be learned from has no results, and it does not affect other sets.
    /// </summary>
    private static List<Measurement> Measure(
        AnomalyArguments arguments, Protocol protocol, LabeledSet set, AnomalyResults results, out string summary)
    {
        try
        {
            List<Measurement> measured =
                [.. arguments.Seeds.SelectMany(seed => Measure(arguments, protocol, set, seed, results))];
            summary = string.Join("   ", measured.GroupBy(m => m.Method).Select(Line));
            return measured;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or TrainingDivergedException)
        {
            summary = $"skipped: {e.Message}";
            return [];
        }
    }

    private static IEnumerable<Measurement> Measure(
        AnomalyArguments arguments, Protocol protocol, LabeledSet set, int seed, AnomalyResults results)
    {
        Split split = protocol.Split(set, seed);
        yield return Of(arguments.Name, Detectors.Vae(split, seed, detector =>
            Inspect(detector, protocol, set, seed, split, results)));
        if (arguments.WithPca)
        {
            yield return Of(Detectors.RandomizedPcaName, Detectors.RandomizedPca(split, seed));
        }

        Measurement Of(string method, Detection detection) => new(
            set.Name,
            protocol.Name,
            seed,
            method,
            RankingQuality.AreaUnderRoc(detection.Scores, split.IsAnomaly),
            RankingQuality.AveragePrecision(detection.Scores, split.IsAnomaly),
            detection.FitSeconds,
            detection.ScoreSeconds);
    }

    /// <summary>Measures false positives and explanations, where there are normal rows that were not trained on.</summary>
    private static void Inspect(
        VaeAnomalyTransformer detector, Protocol protocol, LabeledSet set, int seed, Split split, AnomalyResults results)
    {
        if (protocol != Protocol.Semi)
        {
            return;
        }

        float[] fresh = [.. split.Test.Where((_, i) => !split.IsAnomaly[i]).Select(detector.Model.Score)];
        foreach (double rate in Rates)
        {
            using VaeAnomalyTransformer moved = detector.WithThreshold(ThresholdRule.AtRate(rate));
            int flagged = fresh.Count(score => score > moved.Threshold.Score);
            results.FalsePositives.Add(new FalsePositives(
                set.Name, seed, rate, moved.Threshold.HeldOutRows, fresh.Length, flagged));
        }

        results.SlotRanks.Add(SlotRanks.Measure(set.Name, seed, detector, split));
    }

    private static string Line(IGrouping<string, Measurement> method) => string.Create(
        CultureInfo.InvariantCulture,
        $"{method.Key} AUC {100 * method.Average(m => m.Auc):F1} AP {100 * method.Average(m => m.AveragePrecision):F1} "
        + $"fit {method.Average(m => m.FitSeconds):F1} s");

    /// <summary>Loads the native libraries, so that the times of the first set do not include it.</summary>
    private static void WarmUp()
    {
        var random = new Random(1);
        float[][] rows = [.. Enumerable.Range(0, 200).Select(_ =>
            Enumerable.Range(0, 4).Select(_ => random.NextSingle()).ToArray())];
        Detectors.Vae(new Split(rows, rows, new bool[rows.Length]), seed: 1);
    }
}
