using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Runs the detectors over a folder of sets and writes what they reached.</summary>
internal static class AnomalyCommand
{
    private static readonly double[] Rates = [0.05, 0.01];

    /// <returns>The process's exit code.</returns>
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
        SortedDictionary<string, string> files = LabelledSet.Find(arguments.Folder);
        if (arguments.Sets?.FirstOrDefault(set => !files.ContainsKey(set)) is { } missing)
        {
            throw new BenchmarkInputException($"There is no set '{missing}' in '{arguments.Folder}'. There are: {string.Join(", ", files.Keys)}.");
        }

        Peers peers = arguments.Peers is null ? Peers.None : Peers.Read(arguments.Peers);
        if (peers.Measured.Select(m => m.Method).Concat(peers.Published.Keys.Select(figure => figure.Method)).Contains(arguments.Name))
        {
            throw new BenchmarkInputException($"A peer is called '{arguments.Name}' too. Choose another name with --name.");
        }

        Directory.CreateDirectory(arguments.Output);
        using var csv = new StreamWriter(Path.Combine(arguments.Output, "anomaly.csv")) { AutoFlush = true };
        csv.WriteLine(Measurement.Header);
        WarmUp();

        var results = new AnomalyResults();
        foreach (Protocol protocol in arguments.Protocols)
        {
            foreach (string name in files.Keys.Where(name => arguments.Sets?.Contains(name) ?? true))
            {
                LabelledSet set = LabelledSet.Read(name, files[name]);
                var ofSet = new List<Measurement>();
                string failure = "";
                try
                {
                    ofSet.AddRange(arguments.Seeds.SelectMany(seed => Measure(arguments, protocol, set, seed, results)));
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException or TrainingDivergedException)
                {
                    // One set that cannot be learned from costs its own figures and no other's.
                    failure = $"left out: {e.Message}";
                    ofSet.Clear();
                }

                results.Measurements.AddRange(ofSet);
                ofSet.ForEach(csv.WriteLine);
                output.WriteLine($"{protocol.Name,-6} {name,-14} {set.Rows.Length,6} × {set.Rows[0].Length,-3} {failure}{string.Join("   ", ofSet.GroupBy(m => m.Method).Select(Line))}");
            }
        }

        File.WriteAllLines(Path.Combine(arguments.Output, "calibration.csv"), [FalsePositives.Header, .. results.FalsePositives.Select(f => $"{f}")]);
        File.WriteAllLines(Path.Combine(arguments.Output, "contributions.csv"), [SlotRanks.Header, .. results.SlotRanks.Select(r => $"{r}")]);
        string report = new AnomalyReport(arguments.Name, arguments.Protocols, results, peers).ToString();
        File.WriteAllText(Path.Combine(arguments.Output, "anomaly.md"), report);
        output.WriteLine();
        output.WriteLine(report);
    }

    private static IEnumerable<Measurement> Measure(
        AnomalyArguments arguments, Protocol protocol, LabelledSet set, int seed, AnomalyResults results)
    {
        Split split = protocol.Split(set, seed);
        yield return Of(arguments.Name, Detectors.Vae(split, seed, detector => Inspect(detector, protocol, set, seed, split, results)));
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

    /// <summary>What can only be told where there are normal rows that nothing was learned from.</summary>
    private static void Inspect(
        VaeAnomalyTransformer detector, Protocol protocol, LabelledSet set, int seed, Split split, AnomalyResults results)
    {
        if (protocol != Protocol.Semi)
        {
            return;
        }

        float[] fresh = [.. split.Test.Where((_, i) => !split.IsAnomaly[i]).Select(detector.Model.Score)];
        foreach (double rate in Rates)
        {
            using VaeAnomalyTransformer moved = detector.WithThreshold(ThresholdRule.AtRate(rate));
            results.FalsePositives.Add(new FalsePositives(
                set.Name, seed, rate, moved.Threshold.HeldOutRows, fresh.Length, fresh.Count(score => score > moved.Threshold.Score)));
        }

        results.SlotRanks.Add(SlotRanks.Measure(set.Name, seed, detector, split));
    }

    private static string Line(IGrouping<string, Measurement> method) => string.Create(
        CultureInfo.InvariantCulture,
        $"{method.Key} AUC {100 * method.Average(m => m.Auc):F1} AP {100 * method.Average(m => m.AveragePrecision):F1} fit {method.Average(m => m.FitSeconds):F1} s");

    /// <summary>Loads the native libraries, so that the first set's times are like the others'.</summary>
    private static void WarmUp()
    {
        var random = new Random(1);
        float[][] rows = [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextSingle()).ToArray())];
        Detectors.Vae(new Split(rows, rows, new bool[rows.Length]), seed: 1);
    }
}
