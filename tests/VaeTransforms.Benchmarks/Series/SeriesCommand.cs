using System.Globalization;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Series;

/// <summary>Runs the detectors of series on a folder of the Numenta Anomaly Benchmark.</summary>
internal static class SeriesCommand
{
    private const string Usage = """
        series --data DIR [options]: anomaly detection in series of the Numenta Anomaly Benchmark
        series --rates [options]:    how often new points of an AR(1) process raise an alert

          --window 48         points in a window
          --seeds 0,1,2       default these three; for --rates 0 to 29
          --out DIR           folder for series.csv; default artifacts/series
        """;

    // As the benchmark has it: its probationary period.
    private const double PrefixShare = 0.15;
    private const int MaxPrefix = 750;

    /// <returns>The exit code of the process: 0, or 2 for bad arguments or files.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Run(args, output);
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

    private static void Run(string[] args, TextWriter output)
    {
        string? folder = null;
        string artifacts = Path.Combine("artifacts", "series");
        int window = Microsoft.ML.VaeSeriesCatalog.DefaultWindow;
        int[]? seeds = null;
        bool rates = false;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--data": folder = Value(); break;
                case "--out": artifacts = Value(); break;
                case "--window": window = Number(Value()); break;
                case "--seeds": seeds = [.. Value().Split(',').Select(Number)]; break;
                case "--rates": rates = true; break;
                default: throw new BenchmarkInputException($"'{args[i]}' is not an option.\n\n{Usage}");
            }

            string Value() => i + 1 < args.Length
                ? args[++i]
                : throw new BenchmarkInputException($"{args[i]} needs a value.\n\n{Usage}");
        }

        if (rates)
        {
            output.WriteLine(AlertRates.Table(seeds ?? [.. Enumerable.Range(0, 30)]));
        }
        else
        {
            LabeledSeries[] series = LabeledSeries.ReadAll(folder ?? throw new BenchmarkInputException(Usage));
            Compare(series, window, seeds ?? [0, 1, 2], artifacts, output);
        }
    }

    private static void Compare(LabeledSeries[] all, int window, int[] seeds, string artifacts, TextWriter output)
    {
        Directory.CreateDirectory(artifacts);
        using var csv = new StreamWriter(Path.Combine(artifacts, "series.csv")) { AutoFlush = true };
        csv.WriteLine(SeriesResult.Header);
        foreach (string protocol in new[] { "prefix", "all" })
        {
            var results = new List<SeriesResult>();
            foreach (LabeledSeries series in all.Where(one => one.IsAnomaly.Any(label => label)))
            {
                int prefix = Math.Min(MaxPrefix, (int)(PrefixShare * series.Values.Length));
                int training = protocol == "prefix" ? prefix : series.Values.Length;
                int start = protocol == "prefix" ? prefix : 0;
                SeriesResult[] measured = [.. Measure(protocol, series, window, training, start, seeds)];
                results.AddRange(measured);
                Array.ForEach(measured, csv.WriteLine);
            }

            output.WriteLine(SeriesReport.Table(protocol, results));
        }
    }

    private static IEnumerable<SeriesResult> Measure(
        string protocol, LabeledSeries series, int window, int training, int start, int[] seeds) =>
        from method in SeriesMethods.All
        from seed in method.IsRandom ? seeds : seeds[..1]
        let scores = method.Score(series.Values, window, training, seed)[start..]
        let isAnomaly = series.IsAnomaly[start..]
        select new SeriesResult(
            protocol,
            series.Name,
            method.Name,
            seed,
            RangeQuality.VolumeUnderPr(scores, isAnomaly, window),
            RankingQuality.AreaUnderRoc([.. scores.Select(score => (float)score)], isAnomaly));

    private static int Number(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new BenchmarkInputException($"'{value}' is not a whole number.\n\n{Usage}");
}
